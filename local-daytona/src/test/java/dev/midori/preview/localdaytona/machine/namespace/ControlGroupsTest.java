package dev.midori.preview.localdaytona.machine.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** What is written to a host's control groups, on a tree of plain files that looks like one. */
class ControlGroupsTest {
    private final Path root;

    ControlGroupsTest(@TempDir Path root) {
        this.root = root;
    }

    private static Limits limits(@Nullable Double cpus) {
        return new Limits(DataSize.ofMegabytes(512), 150, cpus, DataSize.ofGigabytes(1));
    }

    /** Who ran inside, as the kernel would be told. */
    private static void runInside(ControlGroup group) throws IOException, InterruptedException {
        var process = new ProcessBuilder(group.inside(List.of("/bin/sh", "-c", "exit 7"))).start();
        assertThat(process.waitFor()).isEqualTo(7);
    }

    @Nested
    class OfVersion2 {
        private ControlGroups groups;

        @BeforeEach
        void mount() throws IOException {
            Files.writeString(root.resolve("cgroup.controllers"), "cpuset cpu io memory pids");
            groups = new ControlGroups(root);
            assertThat(groups.areAvailable()).isTrue();
        }

        @Test
        void controllersAreHandedDownToTheMachines() {
            assertThat(root.resolve("cgroup.subtree_control")).hasContent("+memory +pids +cpu");
            assertThat(root.resolve("local-daytona/cgroup.subtree_control")).hasContent("+memory +pids +cpu");
        }

        @Test
        void aMachineHasAGroupWithItsLimits() throws IOException {
            groups.make("one", limits(1.5));

            var group = root.resolve("local-daytona/one");
            assertThat(group.resolve("memory.max")).hasContent("536870912");
            assertThat(group.resolve("pids.max")).hasContent("150");
            assertThat(group.resolve("cpu.weight")).hasContent("25");
            assertThat(group.resolve("cpu.max")).hasContent("150000 100000");
        }

        @Test
        void processorsAreNotBoundedUnlessThatIsAskedFor() throws IOException {
            groups.make("one", limits(null));

            assertThat(root.resolve("local-daytona/one/cpu.max")).doesNotExist();
        }

        @Test
        void aCommandJoinsItsGroupBeforeItRuns() throws IOException, InterruptedException {
            runInside(groups.make("one", limits(null)));

            assertThat(root.resolve("local-daytona/one/cgroup.procs")).content().matches("\\d+\n");
        }

        @Test
        void whatAnEarlierRunLeftEmptyIsRemovedAndNothingElse() throws IOException {
            Files.createDirectory(root.resolve("local-daytona/left"));
            Files.createDirectories(root.resolve("local-daytona/used/by-another"));

            assertThat(groups.areAvailable()).isTrue();

            assertThat(root.resolve("local-daytona/left")).doesNotExist();
            assertThat(root.resolve("local-daytona/used")).exists();
        }
    }

    @Nested
    class OfVersion1 {
        private ControlGroups groups;

        @BeforeEach
        void mount() throws IOException {
            for (var hierarchy : List.of("memory", "pids", "cpu")) {
                Files.createDirectory(root.resolve(hierarchy));
            }
            groups = new ControlGroups(root);
            assertThat(groups.areAvailable()).isTrue();
        }

        @Test
        void aMachineHasAGroupInEachHierarchy() throws IOException {
            groups.make("one", limits(0.5));

            assertThat(root.resolve("memory/local-daytona/one/memory.limit_in_bytes"))
                    .hasContent("536870912");
            assertThat(root.resolve("pids/local-daytona/one/pids.max")).hasContent("150");
            assertThat(root.resolve("cpu/local-daytona/one/cpu.shares")).hasContent("256");
            assertThat(root.resolve("cpu/local-daytona/one/cpu.cfs_period_us")).hasContent("100000");
            assertThat(root.resolve("cpu/local-daytona/one/cpu.cfs_quota_us")).hasContent("50000");
        }

        @Test
        void aCommandJoinsAllOfThem() throws IOException, InterruptedException {
            runInside(groups.make("one", limits(null)));

            assertThat(List.of("memory", "pids", "cpu"))
                    .allSatisfy(
                            hierarchy -> assertThat(root.resolve(hierarchy).resolve("local-daytona/one/cgroup.procs"))
                                    .content()
                                    .matches("\\d+\n"));
        }

        @Test
        void aGroupIsRemovedFromEachOnceItsProcessesHaveEnded() throws IOException {
            var group = groups.make("one", limits(null));
            for (var hierarchy : List.of("memory", "pids", "cpu")) {
                // The kernel's own files go with their folder.
                try (var files = Files.list(root.resolve(hierarchy).resolve("local-daytona/one"))) {
                    for (var file : files.toList()) {
                        Files.delete(file);
                    }
                }
            }

            group.remove();

            assertThat(List.of("memory", "pids", "cpu"))
                    .allSatisfy(hierarchy -> assertThat(root.resolve(hierarchy).resolve("local-daytona/one"))
                            .doesNotExist());
        }
    }

    @Test
    void whereNoGroupsCanBeMadeNoneAre() throws IOException {
        assertThat(new ControlGroups(root.resolve("nowhere")).areAvailable()).isFalse();
        // A controller that may not be handed down, as in a container.
        Files.writeString(root.resolve("cgroup.controllers"), "cpu memory pids");
        Files.createDirectory(root.resolve("cgroup.subtree_control"));

        assertThat(new ControlGroups(root).areAvailable()).isFalse();
        assertThat(ControlGroup.none().inside(List.of("ls", "-l"))).containsExactly("ls", "-l");
    }
}
