package dev.midori.preview.localdaytona.machine.namespace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The control groups that hold one machine's processes together: one of version 2, or one in each hierarchy of version 1
 * (<a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">2</a>,
 * <a href="https://docs.kernel.org/admin-guide/cgroup-v1/index.html">1</a>). None where this host lets us make none.
 */
final class ControlGroup {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final String OURS = "local-daytona";
    private static final int PERIOD_MICROS = 100_000;
    private static final int LOOKS = 100;
    private static final long LOOK_AGAIN_MILLIS = 20;

    /** Behind what else runs here, whose usual weights are 1024 and 100. */
    private static final String SMALL_SHARES = "256";

    private static final String SMALL_WEIGHT = "25";

    /** Goes into each group and becomes the command. */
    private static final String ENTER =
            "while [ \"$1\" != -- ]; do echo $$ >\"$1/cgroup.procs\" || exit 126; shift; done; shift; exec \"$@\"";

    private final List<Path> folders;

    private ControlGroup(List<Path> folders) {
        this.folders = folders;
    }

    /** A group that holds nothing back. */
    static ControlGroup none() {
        return new ControlGroup(List.of());
    }

    /** Whether groups can be made here; removes those that an earlier run has left empty. */
    static boolean areAvailable() {
        try {
            if (isVersion2()) {
                Files.writeString(ROOT.resolve("cgroup.subtree_control"), "+memory +pids +cpu");
                var ours = Files.createDirectories(ROOT.resolve(OURS));
                Files.writeString(ours.resolve("cgroup.subtree_control"), "+memory +pids +cpu");
                removeEmpty(ours);
            } else {
                for (var hierarchy : List.of("memory", "pids", "cpu")) {
                    var root = ROOT.resolve(hierarchy);
                    if (!Files.isWritable(root)) {
                        return false;
                    }
                    removeEmpty(Files.createDirectories(root.resolve(OURS)));
                }
            }
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean isVersion2() {
        return Files.exists(ROOT.resolve("cgroup.controllers"));
    }

    /** A group with processes in it belongs to another server, and can't be removed. */
    private static void removeEmpty(Path ours) throws IOException {
        try (var groups = Files.list(ours)) {
            groups.filter(Files::isDirectory).forEach(ControlGroup::tryToRemove);
        }
    }

    private static boolean tryToRemove(Path group) {
        try {
            return Files.deleteIfExists(group);
        } catch (IOException _) {
            return false;
        }
    }

    static ControlGroup make(String name, Limits limits) throws IOException {
        var memory = Long.toString(limits.memory().toBytes());
        var processes = Integer.toString(limits.processes());
        var cpus = limits.cpus();
        var quota = cpus == null ? null : Long.toString(Math.round(cpus * PERIOD_MICROS));
        if (isVersion2()) {
            var group = folder(
                    ROOT.resolve(OURS).resolve(name),
                    Map.of("memory.max", memory, "pids.max", processes, "cpu.weight", SMALL_WEIGHT));
            if (quota != null) {
                Files.writeString(group.resolve("cpu.max"), "%s %d".formatted(quota, PERIOD_MICROS));
            }
            return new ControlGroup(List.of(group));
        }
        var cpu = folder(inHierarchy("cpu", name), Map.of("cpu.shares", SMALL_SHARES));
        if (quota != null) {
            Files.writeString(cpu.resolve("cpu.cfs_quota_us"), quota);
        }
        return new ControlGroup(List.of(
                folder(inHierarchy("memory", name), Map.of("memory.limit_in_bytes", memory)),
                folder(inHierarchy("pids", name), Map.of("pids.max", processes)),
                cpu));
    }

    private static Path inHierarchy(String hierarchy, String name) {
        return ROOT.resolve(hierarchy).resolve(OURS).resolve(name);
    }

    private static Path folder(Path group, Map<String, String> settings) throws IOException {
        Files.createDirectories(group);
        for (var setting : settings.entrySet()) {
            Files.writeString(group.resolve(setting.getKey()), setting.getValue());
        }
        return group;
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
