package dev.midori.preview.gateway.presence;

import static dev.midori.preview.gateway.Http.CREATE;
import static dev.midori.preview.gateway.Http.DAYTONA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.Heartbeat;
import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.gateway.Http;
import dev.midori.preview.gateway.OneGateway;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.FailureCode;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Endings;
import dev.midori.preview.state.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A preview's life as its owner sees it: status, heartbeats, the end. */
@ExtendWith(OneGateway.class)
class LiveIT {
    private static final String UNKNOWN_ID = "sb_000000000000000000000000000000";

    private final GatewayUnderTest gateway;
    private final Http http;

    LiveIT(GatewayUnderTest gateway) {
        this.gateway = gateway;
        this.http = gateway.http();
    }

    private Job started() {
        http.createAsync(CREATE);
        return gateway.take();
    }

    private String running() {
        var job = started();
        GatewayUnderTest.run(job);
        return job.id().value();
    }

    private Http.Answer beat(String body, String type) {
        return http.post(DAYTONA + "/heartbeat", body, "Content-Type", type);
    }

    private Http.Answer stop(String id) {
        return http.post(DAYTONA + "/stop", "{\"sandboxId\":\"%s\"}".formatted(id));
    }

    private Heartbeat nextBeat() {
        return (Heartbeat) await().until(() -> gateway.next(Queues.HEARTBEAT), Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void whileItBuildsTheStatusTellsHowFarItIs() {
        var job = started();
        job.record(Step.INSTALLING, Map.of());
        job.log(Step.INSTALLING, "added 1 package\n\nfound 0 vulnerabilities\n");

        var status = http.status(job.id().value());

        assertThat(status.status()).isEqualTo(200);
        assertThat(status.header("Retry-After")).hasValue("10");
        assertThat(status.header("Cache-Control")).hasValue("no-store");
        assertThat(status.text("status")).isEqualTo("building");
        assertThat(status.text("step")).isEqualTo("installing");
        assertThat(status.json().path("progress").toString()).isEqualTo("{\"done\":3,\"total\":6}");
        assertThat(status.json().path("logs").toString())
                .isEqualTo("[\"added 1 package\",\"found 0 vulnerabilities\"]");
        assertThat(status.text("projectId")).isEqualTo("cafe");
        assertThat(status.text("aliveBecause")).isEqualTo("created");
        assertThat(status.json().path("createdAt").isIntegralNumber()).isTrue();
        assertThat(status.json().path("lastHeartbeatAt").isIntegralNumber()).isTrue();
        assertThat(Instant.parse(status.text("updatedAt"))).isNotNull();
        assertThat(status.json().has("url")).isFalse();
        assertThat(status.json().has("error")).isFalse();
    }

    @Test
    void whenItRunsBothAddressesTellTheLink() {
        var id = running();

        for (var path : new String[] {DAYTONA + "/status?sandboxId=", DAYTONA + "?sandboxId="}) {
            var status = http.get(path + id);
            assertThat(status.text("status")).isEqualTo("running");
            assertThat(status.text("url")).isEqualTo("http://signed").isEqualTo(status.text("previewUrl"));
            assertThat(status.text("token")).isEqualTo("the-token").isEqualTo(status.text("previewToken"));
            assertThat(status.header("Retry-After")).isEmpty();
            assertThat(nextBeat())
                    .returns("status", Heartbeat::sign)
                    .returns(Duration.ofMinutes(10), Heartbeat::aliveFor)
                    .returns(true, Heartbeat::visible)
                    .returns(id, heartbeat -> heartbeat.sandboxId().value());
        }
    }

    @Test
    void aFailureIsToldWithItsLog() {
        var job = started();
        job.record(Step.BUILDING, Map.of("createBegunAt", "1"));
        job.fail(new Failure(FailureCode.BUILD_FAILED, "npm run build failed.", "Mend it.", "error TS2322"));

        var status = http.status(job.id().value());

        assertThat(status.text("status")).isEqualTo("error");
        assertThat(status.text("step")).isEqualTo("building");
        assertThat(status.text("code")).isEqualTo("BUILD_FAILED");
        assertThat(status.text("error")).isEqualTo("npm run build failed.");
        assertThat(status.text("hint")).isEqualTo("Mend it.");
        assertThat(status.text("log")).isEqualTo("error TS2322");
        assertThat(status.text("endedBecause")).isEqualTo("failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain;charset=UTF-8"})
    void aHeartbeatSaysWhenTheNextIsExpected(String type) {
        var id = running();

        var answer = beat("{\"sandboxId\":\"%s\"}".formatted(id), type);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().toString())
                .isEqualTo(
                        "{\"sandboxId\":\"%s\",\"status\":\"running\",\"nextHeartbeatInSeconds\":120}".formatted(id));
        assertThat(nextBeat())
                .returns("heartbeat", Heartbeat::sign)
                .returns(Duration.ofMinutes(5), Heartbeat::aliveFor)
                .returns(true, Heartbeat::visible);
    }

    @Test
    void aHiddenTabSaysSo() {
        var id = running();

        beat("{\"sandboxId\":\"%s\",\"visible\":false}".formatted(id), "application/json");

        assertThat(nextBeat().visible()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sandboxId\":7}",
                "{\"sandboxId\":\"" + UNKNOWN_ID + "\",\"visible\":\"no\"}",
                "[]",
                "visible",
                "{}",
                "{\"sandboxId\":\"\"}"
            })
    void aHeartbeatThatSaysNothingIsRefused(String body) {
        assertThat(beat(body, "text/plain").status()).isEqualTo(400);
        assertThat(gateway.all(Queues.HEARTBEAT)).isEmpty();
    }

    @Test
    void aLongHeartbeatIsNotRead() {
        assertThat(beat("{\"x\":\"" + "x".repeat(20_000) + "\"}", "text/plain").status())
                .isEqualTo(413);
    }

    @Test
    void aHeartbeatForWhatIsGoneSaysWhy() {
        var id = running();
        gateway.bean(Endings.class).stop(new SandboxId(id), new UserId("dev-user"), EndReason.IDLE);

        var answer = beat("{\"sandboxId\":\"%s\"}".formatted(id), "application/json");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("code")).isEqualTo("SANDBOX_NOT_FOUND");
        assertThat(answer.text("endedBecause")).isEqualTo("idle");
        assertThat(http.status(id).text("endedBecause")).isEqualTo("idle");
        assertThat(gateway.all(Queues.HEARTBEAT)).isEmpty();
    }

    @Test
    void bothWaysToStopEndItAndMayBeRepeated() {
        var id = running();

        var first = stop(id);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().toString()).isEqualTo("{\"success\":true,\"ok\":true,\"status\":\"stopping\"}");
        assertThat(http.delete(DAYTONA + "?sandboxId=" + id).text("status")).isEqualTo("stopping");
        assertThat(gateway.next(Queues.STOP))
                .hasValueSatisfying(
                        stop -> assertThat(((StopSandbox) stop).daytonaId()).isEqualTo("daytona-1"));
        gateway.bean(Endings.class).gone(new SandboxId(id), false);

        assertThat(stop(id).text("status")).isEqualTo("stopped");
        assertThat(http.delete(DAYTONA + "?sandboxId=" + id).status()).isEqualTo(200);
        assertThat(http.status(id).text("status")).isEqualTo("stopped");
        assertThat(http.status(id).text("endedBecause")).isEqualTo("user");
    }

    @Test
    void whatNothingWasCreatedForIsStoppedAtOnce() {
        var id = http.createAsync(CREATE).text("sandboxId");

        assertThat(stop(id).text("status")).isEqualTo("stopped");
        assertThat(gateway.all(Queues.STOP)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {UNKNOWN_ID, "sb_99", "x", "../etc", "sb_%7Bp%7D"})
    void whatNobodyKnowsIsNotFound(String id) {
        assertThat(http.status(id).status()).isEqualTo(404);
        assertThat(http.status(id).text("error")).isEqualTo("Sandbox not found");
        assertThat(http.delete(DAYTONA + "?sandboxId=" + id).status()).isEqualTo(404);
        assertThat(stop(id).text("code")).isEqualTo("SANDBOX_NOT_FOUND");
        assertThat(beat("{\"sandboxId\":\"%s\"}".formatted(id), "text/plain").status())
                .isEqualTo(404);
    }

    @Test
    void anIdMustBeGiven() {
        assertThat(http.get(DAYTONA).text("code")).isEqualTo("MISSING_SANDBOX_ID");
        assertThat(http.get(DAYTONA + "/status?sandboxId=").text("code")).isEqualTo("MISSING_SANDBOX_ID");
        assertThat(http.delete(DAYTONA).text("code")).isEqualTo("MISSING_SANDBOX_ID");
        assertThat(http.post(DAYTONA + "/stop", "{}").text("code")).isEqualTo("MISSING_SANDBOX_ID");
    }

    @Test
    void whatBelongsToAnotherDoesNotExist() {
        var foreign = gateway.runningOf("somebody-else");

        assertThat(http.status(foreign).status()).isEqualTo(404);
        assertThat(stop(foreign).status()).isEqualTo(404);
        assertThat(beat("{\"sandboxId\":\"%s\"}".formatted(foreign), "text/plain")
                        .status())
                .isEqualTo(404);
        assertThat(gateway.find(foreign).orElseThrow().state().isEnded()).isFalse();
    }
}
