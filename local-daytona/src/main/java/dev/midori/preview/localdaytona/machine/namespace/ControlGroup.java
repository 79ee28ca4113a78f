package dev.midori.preview.localdaytona.machine.namespace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What holds one machine's processes together: a group in each of the {@link ControlGroups}, or none. */
final class ControlGroup {
    private static final int LOOKS = 100;
    private static final long LOOK_AGAIN_MILLIS = 20;

    /** Goes into each group and becomes the command. */
    private static final String ENTER =
            "while [ \"$1\" != -- ]; do echo $$ >\"$1/cgroup.procs\" || exit 126; shift; done; shift; exec \"$@\"";

    private final List<Path> folders;

    /** @param folders of the group, one in each hierarchy */
    ControlGroup(List<Path> folders) {
        this.folders = folders;
    }

    /** A group that holds nothing back. */
    static ControlGroup none() {
        return new ControlGroup(List.of());
    }

    static boolean tryToRemove(Path group) {
        try {
            return Files.deleteIfExists(group);
        } catch (IOException _) {
            return false;
        }
    }

    /** The command, run as a member. */
    List<String> inside(List<String> command) {
        if (folders.isEmpty()) {
            return command;
        }
        var entered = new ArrayList<>(List.of("/bin/sh", "-c", ENTER, "sh"));
        folders.forEach(folder -> entered.add(folder.toString()));
        entered.add("--");
        entered.addAll(command);
        return entered;
    }

    /** Removes it. Its processes have been ended, but the kernel may need a moment to see them go. */
    void remove() {
        for (int look = 0; look < LOOKS && !folders.stream().allMatch(ControlGroup::isRemoved); look++) {
            try {
                TimeUnit.MILLISECONDS.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static boolean isRemoved(Path folder) {
        return tryToRemove(folder) || !Files.exists(folder);
    }
}
