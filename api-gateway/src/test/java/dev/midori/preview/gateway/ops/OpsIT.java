package dev.midori.preview.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.gateway.Http;
import dev.midori.preview.gateway.OneGateway;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.state.PoolSwitch;
import dev.midori.preview.state.WorkerReport;
import dev.midori.preview.state.WorkerReport.StepTimes;
import dev.midori.preview.state.Workforce;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What operators look at and do, on a real broker and a real Redis. */
@ExtendWith(OneGateway.class)
class OpsIT {
    private static final String OPS = "/api/preview/ops";

    private final GatewayUnderTest gateway;
    private final Http http;

    OpsIT(GatewayUnderTest gateway) {
        this.gateway = gateway;
        this.http = gateway.http();
    }

    private JsonNode overview() {
        var answer = http.get(OPS + "/overview");
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private List<String> found(String query) {
        var answer = http.get(OPS + "/sandboxes" + query);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.response().body()).doesNotContain(GatewayUnderTest.LINK.token(), GatewayUnderTest.LINK.url());
        return answer.json()
                .path("sandboxes")
                .valueStream()
                .map(sandbox -> sandbox.path("id").asString())
                .toList();
    }

    @Test
    void theOverviewCountsSandboxesAndTellsHowMuchWaits() {
        gateway.runningOf("anna");
        http.createAsync(Http.CREATE);

        var overview = overview();

        assertThat(overview.path("counts").path("running").asInt()).isEqualTo(1);
        assertThat(overview.path("counts").path("creating").asInt()).isEqualTo(1);
        assertThat(overview.path("counts").path("stopped").asInt()).isZero();
        var provision = overview.path("queues").get(0);
        assertThat(provision.path("name").asString()).isEqualTo(Queues.PROVISION);
        assertThat(provision.path("messages").asInt()).isEqualTo(1);
        assertThat(overview.path("queues").size()).isEqualTo(10);
        assertThat(overview.path("workers").size()).isZero();
    }

    @Test
    void theWarmPoolIsPausedAndResumedForAllReplicas() {
        var pool = gateway.bean(PoolSwitch.class);
        pool.report(List.of(new PoolSwitch.Standing("cafe", 2, 1, 1, 0, false)));

        assertThat(http.post(OPS + "/pool/pause", "").json().path("on").asBoolean())
                .isFalse();
        assertThat(pool.isOn()).isFalse();

        var resumed = http.post(OPS + "/pool/resume", "").json();
        assertThat(resumed.path("on").asBoolean()).isTrue();
        assertThat(pool.resumedAt()).isPresent();
        assertThat(http.get(OPS + "/pool")
                        .json()
                        .path("templates")
                        .get(0)
                        .path("ready")
                        .asInt())
                .isEqualTo(1);
    }

    private static WorkerReport report(String name, Instant at) {
        return new WorkerReport(
                name,
                at.minusSeconds(60),
                at,
                3,
                16,
                10,
                2,
                null,
                Map.of("installing", new StepTimes(10, 90_000, 12_000)));
    }

    @Test
    void workersAreThereUntilNothingWasHeardOfThemForHalfAMinute() {
        var now = Clock.systemUTC().instant();
        var workforce = gateway.bean(Workforce.class);
        workforce.report(report("worker-b", now));
        workforce.report(report("worker-a", now.minusSeconds(20)));
        workforce.report(report("worker-lost", now.minusSeconds(31)));

        var workers = overview().path("workers");

        assertThat(workers.valueStream().map(worker -> worker.path("name").asString()))
                .containsExactly("worker-a", "worker-b");
        assertThat(workers.get(0).path("inFlight").asInt()).isEqualTo(3);
        assertThat(workers.get(0).path("steps").path("installing").path("total").asInt())
                .isEqualTo(90_000);

        workforce.gone("worker-a");
        assertThat(overview().path("workers").size()).isEqualTo(1);
    }

    @Test
    void whoHasUsedMostOfTheDayComesFirst() {
        gateway.runningOf("anna");
        gateway.runningOf("somchai");
        gateway.spend("anna", Duration.ofMinutes(10));
        gateway.spend("somchai", Duration.ofMinutes(59));

        var users = overview().path("users");

        assertThat(users.valueStream().map(user -> user.path("userId").asString()))
                .containsExactly("somchai", "anna");
        assertThat(users.get(0).path("usedSeconds").asLong()).isBetween(3540L, 3560L);
        assertThat(overview().path("maxUsagePerDay").asLong()).isEqualTo(3600);
    }

    @Test
    void aSandboxIsFoundByPartsOfWhatItIsCalledAndSaysWhyItLives() {
        var annas = gateway.runningOf("anna");
        var somchais = gateway.runningOf("somchai");

        assertThat(found("")).containsExactlyInAnyOrder(annas, somchais);
        assertThat(found("?query=ANN")).containsExactly(annas);
        assertThat(found("?query=" + somchais)).containsExactly(somchais);
        assertThat(found("?query=theirs&status=running")).hasSize(2);
        assertThat(found("?status=error")).isEmpty();
        assertThat(found("?query=%25.*")).isEmpty();
        var sandbox =
                http.get(OPS + "/sandboxes?query=anna").json().path("sandboxes").get(0);
        assertThat(sandbox.path("userId").asString()).isEqualTo("anna");
        assertThat(sandbox.path("status").asString()).isEqualTo("running");
        assertThat(sandbox.path("aliveBecause").asString()).isEqualTo("created");
        assertThat(Instant.parse(sandbox.path("aliveUntil").asString()))
                .isAfter(Clock.systemUTC().instant());
        assertThat(sandbox.has("endedBecause")).isFalse();
    }

    @Test
    void pagesTogetherHoldEachSandboxOnce() {
        var all = IntStream.range(0, 7)
                .mapToObj(n -> gateway.runningOf("user-" + n))
                .toList();

        var seen = new ArrayList<String>();
        var after = "";
        do {
            var page = http.get(OPS + "/sandboxes?limit=2" + after).json();
            page.path("sandboxes")
                    .forEach(sandbox -> seen.add(sandbox.path("id").asString()));
            after = page.has("next") ? "&after=" + page.path("next").asString() : null;
        } while (after != null);

        assertThat(seen).hasSize(7);
        assertThat(new HashSet<>(seen)).isEqualTo(new HashSet<>(all));
    }

    @Test
    void aStopOfAnOperatorIsKnownAsOne() {
        var id = gateway.runningOf("anna");

        var answer = http.post(OPS + "/sandboxes/" + id + "/stop", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("status")).isEqualTo("stopping");
        assertThat(gateway.next(Queues.STOP))
                .hasValueSatisfying(command -> assertThat(command)
                        .isInstanceOfSatisfying(
                                StopSandbox.class,
                                stop -> assertThat(stop.reason()).isEqualTo(EndReason.OPERATOR)));
        assertThat(found("?status=stopping")).containsExactly(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nothing", "sb_0000000000000000000000000000000"})
    void whatIsNotThereCanNotBeStopped(String id) {
        assertThat(http.post(OPS + "/sandboxes/" + id + "/stop", "").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "limit=x", "after=due.64.0", "after=x", "status=asleep"})
    void whatMakesNoSenseIsRefused(String query) {
        var answer = http.get(OPS + "/sandboxes?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("code")).isEqualTo("INVALID_REQUEST");
    }
}
