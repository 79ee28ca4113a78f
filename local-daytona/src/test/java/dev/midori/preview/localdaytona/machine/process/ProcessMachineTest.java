package dev.midori.preview.localdaytona.machine.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.midori.preview.localdaytona.machine.Blueprint;
import dev.midori.preview.localdaytona.machine.Shell;
import dev.midori.preview.localdaytona.machine.guest.GuestEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessMachineTest {
    private final String id = UUID.randomUUID().toString();

    private final Path home;

    ProcessMachineTest(@TempDir Path home) {
        this.home = home;
    }

    private ProcessMachine machine() throws IOException {
        return new ProcessMachine(
                home, GuestEnvironment.of(home.toString(), Map.of(), new Blueprint(id, "one", Map.of())));
    }

    /** Whoever has the sandbox's id in its environment. */
    private long processes() {
        return ProcessHandle.allProcesses().filter(this::isOurs).count();
    }

    private boolean isOurs(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc/%d/environ".formatted(process.pid())), StandardCharsets.ISO_8859_1)
                    .contains("DAYTONA_SANDBOX_ID=" + id);
        } catch (IOException _) {
            return false;
        }
    }

    @Test
    void whatRanIsEndedWithItWhereverItWent() throws IOException {
        var machine = machine();
        machine.execute("setsid nohup sleep 600 >/dev/null 2>&1 &", null, Map.of(), Duration.ZERO);
        machine.openShell().run("c", "sleep 600 & sleep 600", Shell.Stdin.EMPTY);
        await().until(() -> processes() >= 4);

        machine.close();

        assertThat(processes()).isZero();
    }

    @Test
    void asRootItRefusesInWords() {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root is refused");

        assertThatIllegalStateException()
                .isThrownBy(() -> new ProcessMachines(home, Map.of()))
                .withMessageContaining("does not run as root");
    }
}
