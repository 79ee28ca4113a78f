package dev.midori.preview.localdaytona.machine.simulated;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.localdaytona.TickingClock;
import dev.midori.preview.localdaytona.machine.GuestFiles;
import dev.midori.preview.localdaytona.machine.Machine;
import dev.midori.preview.localdaytona.machine.Shell;
import dev.midori.preview.localdaytona.machine.Upstream;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class SimulatedMachineTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Times A_MINUTE = Times.constant(MINUTE);

    private final TickingClock clock = new TickingClock();
    private final Machine machine = new SimulatedMachine(
            "one",
            new SimulationSettings(A_MINUTE, A_MINUTE, A_MINUTE, A_MINUTE, A_MINUTE, 1000, DataSize.ofKilobytes(1)),
            clock,
            new Random(1),
            new SimulatedFiles(clock, 1000, new Contents(1000)));

    private static GuestFiles.Source file(String path, String content) {
        var bytes = content.getBytes(UTF_8);
        return new GuestFiles.Source(path, bytes.length, () -> new ByteArrayInputStream(bytes));
    }

    @Test
    void aCommandEndsWhenItsTimeIsOver() {
        var install = machine.openShell().run("c", "npm install", Shell.Stdin.EMPTY);
        assertThat(install.exitCode()).isEmpty();

        clock.advance(MINUTE);

        assertThat(install.exitCode()).hasValue(0);
    }

    @Test
    void commandsOfOneShellFollowOneAnother() {
        var shell = machine.openShell();
        shell.run("a", "npm install", Shell.Stdin.EMPTY);
        var second = shell.run("b", "npm run build", Shell.Stdin.EMPTY);

        clock.advance(MINUTE);
        assertThat(second.exitCode()).isEmpty();
        clock.advance(MINUTE);
        assertThat(second.exitCode()).hasValue(0);
    }

    @Test
    void nothingBeginsBehindADevServer() {
        var shell = machine.openShell();
        shell.run("a", "npm run dev -- --port 3000", Shell.Stdin.EMPTY);
        var second = shell.run("b", "ls", Shell.Stdin.EMPTY);

        clock.advance(Duration.ofDays(1));

        assertThat(second.exitCode()).isEmpty();
    }

    @Test
    void aDevServerListensOnceItIsReadyAndUntilItsShellIsClosed() {
        var shell = machine.openShell();
        shell.run("a", "npm run dev -- --port 4000", Shell.Stdin.EMPTY);
        assertThat(machine.listensOn(4000)).isFalse();

        clock.advance(MINUTE);
        assertThat(machine.listensOn(4000)).isTrue();
        assertThat(machine.upstream(4000)).isInstanceOf(Upstream.Page.class);

        shell.close();
        assertThat(machine.upstream(4000)).isInstanceOf(Upstream.Nothing.class);
    }

    @Test
    void aProjectSaysHowItsCommandsEnd() {
        machine.files()
                .write(List.of(file(
                        "app/simulation.json",
                        "{\"install\":{\"millis\":5,\"exitCode\":1,\"output\":\"npm error E404\",\"times\":1}}")));
        var first = machine.openShell().run("a", "cd app && npm install", Shell.Stdin.EMPTY);
        clock.advance(Duration.ofMillis(5));
        assertThat(first.exitCode()).hasValue(1);
        assertThat(new String(first.log(), UTF_8)).contains("npm error E404");

        var second = machine.openShell().run("b", "cd app && npm install", Shell.Stdin.EMPTY);
        clock.advance(MINUTE);

        assertThat(second.exitCode()).hasValue(0);
    }

    @Test
    void aCommandThatTakesLongerThanItsTimeoutIsNotWaitedFor() {
        var impatient = CompletableFuture.supplyAsync(
                () -> machine.execute("npm install", null, Map.of(), Duration.ofMillis(5)));
        await().until(() -> {
            clock.advance(Duration.ofMillis(5));
            return impatient.isDone();
        });

        assertThat(impatient.join()).isEmpty();
    }

    @Test
    void whoeverWaitsForACommandGoesOnWhenTheMachineEnds() throws Exception {
        var waiting =
                CompletableFuture.supplyAsync(() -> machine.execute("npm run dev", null, Map.of(), Duration.ZERO));
        await().until(() -> {
            clock.advance(MINUTE);
            return machine.listensOn(3000);
        });

        machine.close();

        assertThat(waiting.get(10, TimeUnit.SECONDS))
                .hasValueSatisfying(executed -> assertThat(executed.exitCode()).isEqualTo(137));
        assertThat(machine.listensOn(3000)).isFalse();
    }

    @Test
    void filesAreKeptListedAndRemoved() throws GuestFiles.NoSuchFile {
        var files = machine.files();
        files.write(List.of(file("app/a.txt", "hello"), file("app/deep/b.txt", "")));

        assertThat(files.read("app/a.txt"))
                .hasValueSatisfying(bytes -> assertThat(bytes).asString().isEqualTo("hello"));
        assertThat(files.list("app", 1)).extracting(GuestFiles.Entry::name).containsExactly("a.txt", "deep");
        assertThat(files.delete("app", false)).isEqualTo(GuestFiles.Deleted.IS_FOLDER);
        assertThat(files.delete("app", true)).isEqualTo(GuestFiles.Deleted.DONE);
        assertThat(files.read("app/a.txt")).isEmpty();
    }

    @Test
    void oneFileThatCanNotBeWrittenKeepsNoOtherFromIt() {
        machine.files().makeFolder("app/a", "0755");

        var written = machine.files().write(List.of(file("app/a", "x"), file("app/b", "y")));

        assertThat(written.paths()).containsExactly("app/b");
        assertThat(written.errors()).hasSize(1);
    }
}
