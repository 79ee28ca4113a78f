package dev.midori.preview.localdaytona.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.midori.preview.localdaytona.OpenApi;
import dev.midori.preview.localdaytona.ServerUnderTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What users of the official TypeScript SDK do, done with it as it is published; the cases are in {@code src/test/sdk}. */
class SdkIT {
    private static SdkSuite suite;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        suite = SdkSuite.install();
    }

    @TestFactory
    List<DynamicNode> worksOnRealSandboxes(@TempDir Path folder) throws IOException, InterruptedException {
        return runOn("namespace", folder);
    }

    @TestFactory
    List<DynamicNode> worksOnSimulatedSandboxes(@TempDir Path folder) throws IOException, InterruptedException {
        return runOn("simulated", folder);
    }

    private static List<DynamicNode> runOn(String runtime, Path folder) throws IOException, InterruptedException {
        try (var server = ServerUnderTest.start(runtime, folder, "--local-daytona.admin=true")) {
            var cases = suite.run(server.http().url("/api"), ServerUnderTest.KEY, runtime, folder);
            var left = server.http().get("/api/sandbox").json().path("items");
            var contract = DynamicTest.dynamicTest("every answer is as Daytona's documents say", unlike(server));
            return Stream.concat(
                            cases.stream().map(SdkIT::test),
                            Stream.of(
                                    contract,
                                    DynamicTest.dynamicTest(
                                            "nothing is left",
                                            () -> assertThat(left).isEmpty())))
                    .toList();
        }
    }

    /** Asked while the server is there, judged when the test runs. */
    private static Executable unlike(ServerUnderTest server) {
        if (OpenApi.folder().isEmpty()) {
            return () -> abort("Daytona's OpenAPI documents are not here");
        }
        var unlike = server.answersUnlikeDaytona();
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
