package dev.midori.preview.localdaytona.machine.namespace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where this host has its control groups: in one tree of version 2, or in a hierarchy of version 1 for each controller
 * (<a href="https://docs.kernel.org/admin-guide/cgroup-v2.html">2</a>,
 * <a href="https://docs.kernel.org/admin-guide/cgroup-v1/index.html">1</a>).
 */
final class ControlGroups {
    private static final Path USUAL_ROOT = Path.of("/sys/fs/cgroup");
    private static final String OURS = "local-daytona";
    private static final int PERIOD_MICROS = 100_000;
    private static final String CONTROLLERS = "+memory +pids +cpu";

    /** Behind what else runs here, whose usual weights are 1024 and 100. */
    private static final String SMALL_SHARES = "256";

    private static final String SMALL_WEIGHT = "25";

    private final Path root;

    /** @param root what is mounted at {@code /sys/fs/cgroup} */
    ControlGroups(Path root) {
        this.root = root;
    }

    static ControlGroups ofThisHost() {
        return new ControlGroups(USUAL_ROOT);
    }

    /** Whether groups can be made here; removes those that an earlier run has left empty. */
    boolean areAvailable() {
        try {
            if (isVersion2()) {
                Files.writeString(root.resolve("cgroup.subtree_control"), CONTROLLERS);
                var ours = Files.createDirectories(root.resolve(OURS));
                Files.writeString(ours.resolve("cgroup.subtree_control"), CONTROLLERS);
                removeEmpty(ours);
            } else {
                for (var hierarchy : List.of("memory", "pids", "cpu")) {
                    var controller = root.resolve(hierarchy);
                    if (!Files.isWritable(controller)) {
                        return false;
                    }
                    removeEmpty(Files.createDirectories(controller.resolve(OURS)));
                }
            }
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private boolean isVersion2() {
        return Files.exists(root.resolve("cgroup.controllers"));
    }

    /** A group with processes in it belongs to another server, and can't be removed. */
    private static void removeEmpty(Path ours) throws IOException {
        try (var groups = Files.list(ours)) {
            groups.filter(Files::isDirectory).forEach(ControlGroup::tryToRemove);
        }
    }

    /** A group for one machine, or one in each hierarchy. */
    ControlGroup make(String name, Limits limits) throws IOException {
        var memory = Long.toString(limits.memory().toBytes());
        var processes = Integer.toString(limits.processes());
        var quota = Optional.ofNullable(limits.cpus()).map(cpus -> Long.toString(Math.round(cpus * PERIOD_MICROS)));
        if (isVersion2()) {
            var settings = new LinkedHashMap<>(
                    Map.of("memory.max", memory, "pids.max", processes, "cpu.weight", SMALL_WEIGHT));
            quota.ifPresent(micros -> settings.put("cpu.max", "%s %d".formatted(micros, PERIOD_MICROS)));
            return new ControlGroup(List.of(folder(root.resolve(OURS).resolve(name), settings)));
        }
        var cpu = new LinkedHashMap<>(Map.of("cpu.shares", SMALL_SHARES));
        quota.ifPresent(micros -> {
            cpu.put("cpu.cfs_period_us", Integer.toString(PERIOD_MICROS));
            cpu.put("cpu.cfs_quota_us", micros);
        });
        return new ControlGroup(List.of(
                folder(inHierarchy("memory", name), Map.of("memory.limit_in_bytes", memory)),
                folder(inHierarchy("pids", name), Map.of("pids.max", processes)),
                folder(inHierarchy("cpu", name), cpu)));
    }

    private Path inHierarchy(String hierarchy, String name) {
        return root.resolve(hierarchy).resolve(OURS).resolve(name);
    }

    private static Path folder(Path group, Map<String, String> settings) throws IOException {
        Files.createDirectories(group);
        for (var setting : settings.entrySet()) {
            Files.writeString(group.resolve(setting.getKey()), setting.getValue());
        }
        return group;
    }
}
