package dev.midori.preview.gateway.events;

import static dev.midori.preview.gateway.Http.CREATE;
import static dev.midori.preview.gateway.Http.DAYTONA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.Heartbeat;
import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.gateway.Http;
import dev.midori.preview.gateway.OneGateway;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.sandbox.Build;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.FailureCode;
import dev.midori.preview.sandbox.PreviewLink;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Endings;
import dev.midori.preview.state.Job;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OneGateway.class)
class EventsIT {
    private final GatewayUnderTest gateway;
    private final Http http;

    EventsIT(GatewayUnderTest gateway) {
        this.gateway = gateway;
        this.http = gateway.http();
    }

    private Job started() {
        http.createAsync(CREATE);
        return gateway.take();
    }

    private static String path(Job job) {
        return DAYTONA + "/events?sandboxId=" + job.id();
    }

    private void end(Job job) {
        var endings = gateway.bean(Endings.class);
        endings.stop(job.id(), new UserId("dev-user"), EndReason.USER);
        endings.gone(job.id(), false);
    }

    @Test
    void everythingThatHappensIsToldInOrderUntilItsEnd() throws Exception {
        var accepted = http.createAsync(CREATE);
        var job = gateway.take();
        assertThat(accepted.text("eventsUrl")).isEqualTo(path(job));
        job.record(Step.INSTALLING, Map.of("createBegunAt", "1"));
        try (var watching = Watching.of(http, path(job))) {
            await().until(() -> watching.has("step"));
            job.log(Step.INSTALLING, "added 1 package ก\n");
            await().until(() -> watching.has("log"));
            GatewayUnderTest.run(job);
            await().until(() -> watching.seen().getLast().text("status").equals("running"));
            assertThat(watching.hasEnded()).isFalse();
            end(job);

            await().until(watching::hasEnded);

            assertThat(watching.head())
                    .anyMatch(line -> line.equalsIgnoreCase("Content-Type: text/event-stream;charset=UTF-8"));
            assertThat(watching.seen().stream()
                            .map(event -> event.name() + " " + event.text("status") + event.text("step")))
                    .containsExactly(
                            "status creating",
                            "status building",
                            "step installing",
                            "log installing",
                            "status creating",
                            "step creating",
                            "status running",
                            "status stopping",
                            "status stopped",
                            "done stopped");
            assertThat(watching.seen().get(2).data().path("progress").toString())
                    .contains("\"done\":3", "\"total\":6");
            assertThat(watching.seen().get(3).text("line")).isEqualTo("added 1 package ก");
            assertThat(watching.seen().toString()).doesNotContain("the-token", "http://signed", "http://private");
        }
    }

    @Test
    void whoeverAsksForNothingButTheHeadHasNoStream() {
        var job = started();
        var before = gateway.bean(EventStreams.class).count();

        var answer = http.raw("HEAD %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path(job)));

        assertThat(answer).startsWith("HTTP/1.1 200").contains("Content-Type: text/event-stream");
        assertThat(gateway.bean(EventStreams.class).count()).isLessThanOrEqualTo(before);
    }

    @Test
    void whoComesBackMissesNothingAndHearsNothingTwice() throws Exception {
        var job = started();
        job.log(Step.INSTALLING, "one\ntwo\nthree\n");
        String last;
        try (var watching = Watching.of(http, path(job))) {
            await().until(() -> watching.seen().size() == 4);
            last = watching.seen().get(2).id().orElseThrow();
        }
        job.log(Step.INSTALLING, "four\n");

        try (var again = Watching.of(http, path(job), "Last-Event-ID", last)) {
            await().until(() -> again.seen().size() == 2);
            assertThat(again.seen().stream().map(event -> event.text("line"))).containsExactly("three", "four");
        }
    }

    @Test
    void whoHasHeardTheEndIsNotToComeBack() throws Exception {
        var job = started();
        String last;
        try (var watching = Watching.of(http, path(job))) {
            end(job);
            await().until(watching::hasEnded);
            last = watching.seen().getLast().id().orElseThrow();
        }

        assertThat(http.get(path(job), "Last-Event-ID", last).status()).isEqualTo(204);
    }

    @Test
    void aFailureIsToldWithItsReason() throws Exception {
        var job = started();
        try (var watching = Watching.of(http, path(job))) {
            job.fail(new Failure(FailureCode.BUILD_FAILED, "npm run build failed.", "Mend it.", "TS2322"));
            await().until(watching::hasEnded);

            assertThat(watching.seen()).anySatisfy(event -> {
                assertThat(event.name()).isEqualTo("status");
                assertThat(event.text("status")).isEqualTo("error");
                assertThat(event.text("code")).isEqualTo("BUILD_FAILED");
                assertThat(event.text("error")).isEqualTo("npm run build failed.");
            });
            assertThat(watching.seen().getLast().name()).isEqualTo("done");
        }

        var inThai = http.get(path(job), "Accept-Language", "th").response().body();
        assertThat(inThai).contains("event: done", "BUILD_FAILED").doesNotContain("npm run build failed.", "Mend it.");
    }

    @Test
    void whatBecameOfABuildBesideThePreviewIsToldAndThePreviewRunsOn() throws Exception {
        var job = started();
        job.record(Step.CREATING, Map.of("createBegunAt", "1", "daytonaId", "daytona-1"));
        job.runAndBuild("daytona-1", new PreviewLink("http://signed", "http://private", "the-token"));
        try (var watching = Watching.of(http, path(job))) {
            job.built(Build.FAILED);

            await().until(() -> watching.seen().stream()
                    .anyMatch(event ->
                            event.name().equals("build") && event.text("build").equals("failed")));
        }

        var status = http.status(job.id().value());
        assertThat(status.text("status")).isEqualTo("running");
        assertThat(status.text("build")).isEqualTo("failed");
        end(job);
    }

    @Test
    void whereNothingIsLeftOfHowItCameThereItsStateIsTold() throws Exception {
        var job = started();
        GatewayUnderTest.run(job);
        gateway.forgetEvents(job.id().value());
        try (var watching = Watching.of(http, path(job))) {
            await().until(() -> watching.has("status"));
            assertThat(watching.seen().getFirst().text("status")).isEqualTo("running");
            assertThat(watching.seen().getFirst().id()).isEmpty();
        }
        end(job);
        gateway.forgetEvents(job.id().value());

        try (var watching = Watching.of(http, path(job))) {
            await().until(watching::hasEnded);
            assertThat(watching.seen().stream().map(Watching.Seen::name)).containsExactly("status", "done");
        }
    }

    @ParameterizedTest
    @CsvSource({"'',false", "&visible=false,false", "&visible=true,true"})
    void anOpenStreamIsASignOfTheOwner(String query, boolean visible) throws Exception {
        var job = started();
        GatewayUnderTest.run(job);
        try (var _ = Watching.of(http, path(job) + query)) {
            var beat = await().until(() -> gateway.next(Queues.HEARTBEAT), Optional::isPresent);
            assertThat((Heartbeat) beat.orElseThrow())
                    .returns("events", Heartbeat::sign)
                    .returns(visible, Heartbeat::visible)
                    .returns(Duration.ofMinutes(5), Heartbeat::aliveFor);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "1-", "-1", "99999999999999999999999-1", "*"})
    void aPositionThatIsNoneBeginsAtTheBeginning(String position) throws Exception {
        var job = started();
        try (var watching = Watching.of(http, path(job), "Last-Event-ID", position)) {
            await().until(() -> watching.has("status"));
        }
    }

    @Test
    void whatBelongsToAnotherDoesNotExist() {
        var foreign = gateway.runningOf("somebody-else");

        assertThat(http.get(DAYTONA + "/events?sandboxId=" + foreign, "Accept", "text/event-stream")
                        .status())
                .isEqualTo(404);
        assertThat(http.get(DAYTONA + "/events", "Accept", "text/event-stream").text("code"))
                .isEqualTo("MISSING_SANDBOX_ID");
        assertThat(http.get(DAYTONA + "/logs?step=building&sandboxId=" + foreign)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void theWholeLogOfAStepIsText() {
        var job = started();
        job.log(Step.INSTALLING, "added 1 package ก\n\nfound 0 vulnerabilities\n");
        var logs = DAYTONA + "/logs?sandboxId=" + job.id();

        var log = http.get(logs + "&step=installing");

        assertThat(log.status()).isEqualTo(200);
        assertThat(log.header("Content-Type")).hasValue("text/plain;charset=UTF-8");
        assertThat(log.response().body()).isEqualTo("added 1 package ก\n\nfound 0 vulnerabilities\n");
        assertThat(http.get(logs + "&step=building").response().body()).isEmpty();
        assertThat(http.get(logs + "&step=dancing").status()).isEqualTo(400);
        assertThat(http.get(logs).text("hint")).contains("installing");
    }
}
