package dev.midori.preview.gateway.submit;

import static dev.midori.preview.gateway.Http.CREATE;
import static dev.midori.preview.gateway.Http.DAYTONA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.ContentHash;
import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.gateway.Http;
import dev.midori.preview.gateway.Http.Answer;
import dev.midori.preview.gateway.OneGateway;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.FailureCode;
import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.sandbox.Status;
import dev.midori.preview.state.Job;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(OneGateway.class)
class CreateIT {
    private static final String OTHER = CREATE.replace("cafe", "shop");

    private final GatewayUnderTest gateway;
    private final Http http;

    CreateIT(GatewayUnderTest gateway) {
        this.gateway = gateway;
        this.http = gateway.http();
    }

    private Status statusOf(String id) {
        return gateway.find(id).orElseThrow().state().status();
    }

    private Job takeNext() {
        return gateway.take(
                (CreateSandbox) await().until(() -> gateway.next(Queues.PROVISION), next -> next.isPresent())
                        .orElseThrow());
    }

    @Test
    void anAsynchronousCreateIsAnsweredOnceTheBrokerHasIt() {
        var answer = http.createAsync(CREATE);

        var id = answer.text("sandboxId");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text("status")).isEqualTo("creating");
        assertThat(answer.json().path("reused").asBoolean()).isFalse();
        assertThat(answer.json().path("logs").isArray()).isTrue();
        assertThat(answer.header("Location")).hasValue(answer.text("statusUrl"));
        assertThat(answer.header("Preference-Applied")).hasValue("respond-async");
        assertThat(http.get(answer.text("statusUrl")).text("sandboxId")).isEqualTo(id);
        assertThat(statusOf(id)).isEqualTo(Status.CREATING);
        assertThat(gateway.all(Queues.PROVISION)).singleElement().satisfies(command -> {
            var create = (CreateSandbox) command;
            assertThat(create.sandboxId().value()).isEqualTo(id);
            assertThat(create.userId().value()).isEqualTo("dev-user");
            assertThat(create.projectId().value()).isEqualTo("cafe");
            assertThat(create.files()).containsExactly(new ProjectFile("a.txt", "ก"));
        });
    }

    @Test
    void aHundredAtOnceAreOneSandbox() {
        var answers = IntStream.range(0, 100)
                .mapToObj(_ -> http.postLater(DAYTONA, CREATE, "Prefer", "respond-async"))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(answers).extracting(Answer::status).containsOnly(202);
        assertThat(answers.stream().map(answer -> answer.text("sandboxId")).distinct())
                .hasSize(1);
        assertThat(answers.stream()
                        .filter(answer -> !answer.json().path("reused").asBoolean()))
                .hasSize(1);
        assertThat(gateway.all(Queues.PROVISION)).hasSize(1);
    }

    @Test
    void otherFilesOfTheSameProjectGoToItsSandbox() {
        var first = http.createAsync(CREATE).text("sandboxId");
        GatewayUnderTest.run(gateway.take());

        var second = http.createLater(CREATE.replace("ก", "ข"));
        var command = await().until(() -> gateway.next(Queues.PROVISION).orElse(null), Objects::nonNull);

        assertThat(((CreateSandbox) command).sandboxId().value()).isEqualTo(first);
        var revision = ((CreateSandbox) command).revision();
        assertThat(revision).isGreaterThan(1);
        assertThat(second).isNotDone();
        gateway.take((CreateSandbox) command).applied(revision);
        assertThat(second.join().status()).isEqualTo(200);
        assertThat(second.join().json().path("reused").asBoolean()).isTrue();
        assertThat(gateway.all(Queues.STOP)).isEmpty();
    }

    @Test
    void theSameFilesThatJustFailedAreNotTriedAgainUnlessForced() {
        var first = http.createLater(CREATE);
        var job = takeNext();
        job.fail(new Failure(FailureCode.BUILD_FAILED, "It failed.", "Mend it.", "TS2322"), hashOfCreate());
        assertThat(first.join().status()).isEqualTo(422);

        var second = http.post(DAYTONA, CREATE);

        assertThat(second.status()).isEqualTo(422);
        assertThat(second.text("code")).isEqualTo("BUILD_FAILED");
        assertThat(second.text("log")).isEqualTo("TS2322");
        var notHeld = http.createAsync(CREATE);
        assertThat(notHeld.status()).as("there is nothing to wait for").isEqualTo(422);
        assertThat(notHeld.text("code")).isEqualTo("BUILD_FAILED");
        assertThat(gateway.all(Queues.PROVISION)).isEmpty();
        assertThat(http.createAsync(CREATE.replace("{\"projectId", "{\"force\":true,\"projectId"))
                        .status())
                .isEqualTo(202);
        assertThat(gateway.all(Queues.PROVISION)).hasSize(1);
    }

    private static String hashOfCreate() {
        return ContentHash.of(List.of(new ProjectFile("a.txt", "ก")));
    }

    @Test
    void aChunkedBodyThatIsTooLargeIsRefusedWhileItIsRead() {
        var endless = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(
                ("{\"projectId\":\"a\",\"x\":\"" + "x".repeat(9 << 20) + "\"}").getBytes(StandardCharsets.UTF_8)));

        var answer = http.send("POST", DAYTONA, endless, "Content-Type", "application/json")
                .join();

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.text("code")).isEqualTo("PROJECT_TOO_LARGE");
    }

    @Nested
    class Held {
        @Test
        void isAnsweredWhenThePreviewRuns() {
            var answer = http.createLater(CREATE);
            var job = takeNext();
            assertThat(answer).isNotDone();

            GatewayUnderTest.run(job);

            var running = answer.join();
            assertThat(running.status()).isEqualTo(200);
            assertThat(running.text("sandboxId")).isEqualTo(job.id().value());
            assertThat(running.text("status")).isEqualTo("running");
            assertThat(running.text("url")).isEqualTo("http://signed").isEqualTo(running.text("previewUrl"));
            assertThat(running.text("token")).isEqualTo("the-token").isEqualTo(running.text("previewToken"));
            assertThat(running.text("projectId")).isEqualTo("cafe");
            assertThat(running.text("userId")).isEqualTo("dev-user");
            assertThat(running.text("daytonaSandboxId")).isEqualTo("daytona-1");
            assertThat(running.json().path("reused").asBoolean(true)).isFalse();
        }

        @Test
        void allWhoAskForTheSameGetTheSame() {
            var answers = IntStream.range(0, 20)
                    .mapToObj(_ -> http.createLater(CREATE))
                    .toList();

            GatewayUnderTest.run(takeNext());

            assertThat(answers.stream().map(CompletableFuture::join).map(Answer::status))
                    .containsOnly(200);
            assertThat(answers.stream()
                            .map(CompletableFuture::join)
                            .filter(answer -> answer.json().path("reused").asBoolean()))
                    .hasSize(19);
        }

        @Test
        void whatRunsAlreadyIsAnsweredAtOnce() {
            http.createAsync(CREATE);
            GatewayUnderTest.run(gateway.take());

            var answer = http.post(DAYTONA, CREATE);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("reused").asBoolean()).isTrue();
            assertThat(gateway.all(Queues.PROVISION)).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({
            "BUILD_FAILED, 422",
            "BUILD_TIMEOUT, 422",
            "FILE_UPLOAD_FAILED, 502",
            "SANDBOX_CREATION_TIMEOUT, 504",
            "INTERNAL_ERROR, 500"
        })
        void aFailureIsToldByWhoseFaultItIs(FailureCode code, int status) {
            var answer = http.createLater(CREATE);
            var job = takeNext();

            job.fail(new Failure(code, "It failed.", "Mend it.", "line 1\nline 2"));

            var failed = answer.join();
            assertThat(failed.status()).isEqualTo(status);
            assertThat(failed.header("Content-Type")).hasValue("application/problem+json");
            assertThat(failed.text("sandboxId")).isEqualTo(job.id().value());
            assertThat(failed.text("code")).isEqualTo(code.name());
            assertThat(failed.text("error")).isEqualTo("It failed.");
            assertThat(failed.text("hint")).isEqualTo("Mend it.");
            assertThat(failed.text("log")).isEqualTo("line 1\nline 2");
        }

        @Test
        void aRecordThatCanNotBeReadIsOurFaultAndNoOutage() {
            gateway.garble(http.createAsync(CREATE).text("sandboxId"));

            var answer = http.createAsync(CREATE);

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text("code")).isEqualTo("INTERNAL_ERROR");
            assertThat(answer.json().toString()).doesNotContain("Lua", "user_script", "banana");
        }

        @Test
        void aStopMeanwhileIsToldSo() {
            var answer = http.createLater(CREATE);
            var id = takeNext().id().value();

            http.delete(DAYTONA + "?sandboxId=" + id);

            assertThat(answer.join().status()).isEqualTo(409);
            assertThat(answer.join().text("code")).isEqualTo("NOT_RUNNING");
            assertThat(answer.join().text("endedBecause")).isEqualTo("user");
        }

        @Test
        void aCallerMayWaitLess() {
            var answer = http.post(DAYTONA, CREATE, "Prefer", "wait=1");

            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.header("Preference-Applied")).hasValue("wait=1");
            assertThat(answer.header("Retry-After")).hasValue("10");
            assertThat(answer.text("statusUrl")).endsWith(answer.text("sandboxId"));
        }
    }

    @Nested
    class WithoutRoom {
        private String otherProjectRuns() {
            var live = http.createAsync(OTHER).text("sandboxId");
            GatewayUnderTest.run(gateway.take());
            return live;
        }

        @Test
        void anotherProjectsPageKeepsTheSlot() {
            var live = otherProjectRuns();

            var answer = http.createAsync(CREATE);

            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.text("code")).isEqualTo("CONCURRENCY_LIMIT");
            assertThat(answer.text("sandboxId")).isEqualTo(live);
            assertThat(answer.json().path("retryAfter").asInt())
                    .as("one that beats by reading may do so every five minutes")
                    .isBetween(440, 450);
            assertThat(answer.header("Retry-After"))
                    .hasValue(answer.json().path("retryAfter").asString());
            assertThat(gateway.all(Queues.PROVISION)).isEmpty();
        }

        @Test
        void aPageThatIsGoneGivesWay() {
            var live = otherProjectRuns();
            gateway.lastSeen(live, Duration.ofMinutes(8));

            assertThat(http.createAsync(CREATE).status()).isEqualTo(202);
            assertThat(gateway.next(Queues.STOP)).isPresent();
        }

        @Test
        void whatIsWaitedForAPageToBeGoneCountsAgainstWhatTheCallerWaits() {
            gateway.lastSeen(otherProjectRuns(), Duration.ofSeconds(445));
            var began = Instant.now();

            var answer = http.post(DAYTONA, CREATE, "Prefer", "wait=6");

            assertThat(answer.status()).isEqualTo(202);
            assertThat(Duration.between(began, Instant.now()))
                    .as("not five seconds for the page and then another six")
                    .isBetween(Duration.ofSeconds(6), Duration.ofSeconds(9));
        }

        @Test
        void whoeverAsksForItReplaces() {
            var live = otherProjectRuns();

            var answer = http.createAsync(CREATE.replace("{\"projectId", "{\"replace\":true,\"projectId"));

            assertThat(answer.status()).isEqualTo(202);
            assertThat(gateway.find(live).orElseThrow().state()).isInstanceOf(SandboxState.Stopping.class);
        }

        @Test
        void aDaysTimeIsUsedUpUntilTheNext() {
            gateway.spend("dev-user", Duration.ofHours(1));

            var answer = http.createAsync(CREATE);

            assertThat(answer.status()).isEqualTo(429);
            assertThat(answer.text("code")).isEqualTo("QUOTA_EXCEEDED");
            assertThat(Instant.parse(answer.text("resetAt")).getEpochSecond() % 86_400)
                    .isZero();
            assertThat(answer.json().path("retryAfter").asInt()).isBetween(1, 86_400);
        }
    }

    @Test
    void anUnroutableCreateIsRefusedAndItsReservationEnds() {
        // A connection that is opened now would declare the queue anew.
        http.delete(DAYTONA + "?sandboxId=" + http.createAsync(CREATE).text("sandboxId"));
        gateway.deleteQueue(Queues.PROVISION);

        var answer = http.createAsync(CREATE);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text("code")).isEqualTo("BROKER_UNAVAILABLE");
        assertThat(answer.header("Retry-After")).isPresent();
        gateway.clear();
        assertThat(http.createAsync(CREATE).status()).isEqualTo(202);
    }
}
