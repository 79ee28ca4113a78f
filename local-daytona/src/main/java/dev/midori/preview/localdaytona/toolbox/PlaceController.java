package dev.midori.preview.localdaytona.toolbox;

import dev.midori.preview.localdaytona.sandbox.Refused;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where one is in a sandbox, and what listens there. */
@RestController
@RequestMapping("/toolbox/{sandboxId}")
class PlaceController {
    private static final int FIRST_PORT = 3000;
    private static final int LAST_PORT = 9999;

    @GetMapping({"/work-dir", "/user-home-dir"})
    Map<String, String> place(StartedSandbox sandbox) {
        return Map.of("dir", sandbox.machine().workDir());
    }

    @GetMapping("/port/{port}/in-use")
    Map<String, Boolean> inUse(StartedSandbox sandbox, @PathVariable int port) {
        if (port < FIRST_PORT || port > LAST_PORT) {
            throw Refused.badRequest("");
        }
        return Map.of("isInUse", sandbox.machine().listensOn(port));
    }
}
