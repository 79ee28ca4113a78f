package dev.midori.preview.localdaytona.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.midori.preview.localdaytona.Http;
import dev.midori.preview.localdaytona.OpenApi;
import dev.midori.preview.localdaytona.OrdinaryUser;
import dev.midori.preview.localdaytona.ServerProcess;
import dev.midori.preview.localdaytona.ServerUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * What users of the official TypeScript SDK do, done with it as it is published; the cases are in {@code src/test/sdk}. They
 * wait more than they compute, so all runtimes are tried side by side.
 */
class SdkIT {
    private static final String ADMIN = "--local-daytona.admin=true";
    private static final Map<String, CompletableFuture<List<DynamicNode>>> RUNS = new ConcurrentHashMap<>();
    private static SdkSuite suite;

    @BeforeAll
    static void begin(@TempDir Path folder) throws IOException, InterruptedException {
        suite = SdkSuite.install();
        for (var runtime : List.of("namespace", "process", "simulated")) {
            var own = Files.createDirectory(folder.resolve(runtime));
            RUNS.put(runtime, CompletableFuture.supplyAsync(() -> run(runtime, own), Thread::startVirtualThread));
        }
    }

    /** No server of ours outlives this class, even where nobody asked what became of its run. */
    @AfterAll
    static void end() {
        RUNS.values().forEach(run -> run.handle((_, _) -> true).join());
    }

    @TestFactory
    List<DynamicNode> worksOnRealSandboxes() {
        return casesOf("namespace");
    }

    @TestFactory
    List<DynamicNode> worksOnPlainProcesses() {
        return casesOf("process");
    }

    @TestFactory
    List<DynamicNode> worksOnSimulatedSandboxes() {
        return casesOf("simulated");
    }

    private static List<DynamicNode> casesOf(String runtime) {
        try {
            return Objects.requireNonNull(RUNS.get(runtime)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof TestAbortedException skipped) {
                throw skipped;
            }
            throw e;
        }
    }

    private static List<DynamicNode> run(String runtime, Path folder) {
        try {
            return runtime.equals("process") ? runApart(folder) : runHere(runtime, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<DynamicNode> runHere(String runtime, Path folder) throws IOException, InterruptedException {
        try (var server = startHere(runtime, folder)) {
            return run(server.http(), runtime, folder);
        }
    }

    /** One after another, for they share what belongs to this whole process, such as its logging. */
    private static synchronized ServerUnderTest startHere(String runtime, Path folder) {
        return ServerUnderTest.start(runtime, folder, ADMIN);
    }

    /** Root may not run plain processes, so that this server is another user's. */
    private static List<DynamicNode> runApart(Path folder) throws IOException, InterruptedException {
        var own = Files.createDirectory(folder.resolve("server"));
        var arguments = Stream.concat(Stream.of(ADMIN), ServerUnderTest.contract());
        var options = OrdinaryUser.find().serverIn(own, "process", arguments.toArray(String[]::new));
        try (var server = ServerProcess.start(own, options)) {
            var nodes = run(server.http(), "process", folder);
            var log = server.log();
            return Stream.concat(
                            nodes.stream(),
                            Stream.of(DynamicTest.dynamicTest(
                                    "its log says what it lacks",
                                    () -> assertThat(log).contains("plain processes of this host"))))
                    .toList();
        }
    }

    private static List<DynamicNode> run(Http http, String runtime, Path folder)
            throws IOException, InterruptedException {
        var cases = suite.run(http.url("/api"), ServerUnderTest.KEY, runtime, folder);
        var left = http.get("/api/sandbox").json().path("items");
        return Stream.concat(
                        cases.stream().map(SdkIT::test),
                        Stream.of(
                                DynamicTest.dynamicTest("every answer is as Daytona's documents say", unlike(http)),
                                DynamicTest.dynamicTest(
                                        "nothing is left",
                                        () -> assertThat(left).isEmpty())))
                .toList();
    }

    /** Asked while the server is there, judged when the test runs. */
    private static Executable unlike(Http http) {
        if (OpenApi.folder().isEmpty()) {
            return () -> abort("Daytona's OpenAPI documents are not here");
        }
        var unlike = ServerUnderTest.answersUnlikeDaytona(http);
        return () -> assertThat(unlike).isEmpty();
    }

    private static DynamicNode test(SdkSuite.Case one) {
        return DynamicTest.dynamicTest(one.name(), () -> {
            switch (one.outcome()) {
                case SdkSuite.Outcome.Passed _ -> {}
                case SdkSuite.Outcome.Skipped(var why) -> abort(why);
                case SdkSuite.Outcome.Failed(var why) -> fail(one.name() + ": " + why);
            }
        });
    }
}
