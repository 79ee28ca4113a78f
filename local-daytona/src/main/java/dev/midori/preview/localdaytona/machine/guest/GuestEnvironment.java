package dev.midori.preview.localdaytona.machine.guest;

import dev.midori.preview.localdaytona.machine.Blueprint;
import java.util.HashMap;
import java.util.Map;

/** The variables that everything in a machine sees: none of this server's own. */
public final class GuestEnvironment {
    /** The variable that holds its sandbox's id. */
    public static final String ID = "DAYTONA_SANDBOX_ID";

    private GuestEnvironment() {}

    /**
     * All of them for one machine.
     *
     * @param all what every machine gets; a sandbox's own variables come before it
     */
    public static Map<String, String> of(String home, Map<String, String> all, Blueprint blueprint) {
        var env = new HashMap<>(Map.of(
                "HOME", home,
                "USER", "daytona",
                "LOGNAME", "daytona",
                "SHELL", "/bin/bash",
                "LANG", "C.UTF-8",
                "PATH", "/usr/local/bin:/usr/bin:/bin"));
        env.putAll(all);
        env.putAll(blueprint.env());
        env.put(ID, blueprint.sandboxId());
        env.put("DAYTONA_SANDBOX_USER", "daytona");
        env.put("DAYTONA_SANDBOX_SNAPSHOT", "local");
        return env;
    }
}
