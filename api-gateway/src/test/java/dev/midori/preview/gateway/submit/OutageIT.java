package dev.midori.preview.gateway.submit;

import static dev.midori.preview.gateway.Http.CREATE;
import static dev.midori.preview.gateway.Http.DAYTONA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.gateway.Http;
import dev.midori.preview.gateway.Http.Answer;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.state.Job;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Broker and Redis go and come back. Ordered, because each test takes something away. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static GatewayUnderTest gateway;
    private static Http http;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start();
        http = gateway.http();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static Job takeNext() {
        return gateway.take((CreateSandbox) await().ignoreExceptions()
                .until(() -> gateway.next(Queues.PROVISION), Optional::isPresent)
                .orElseThrow());
    }

    @Test
    @Order(1)
    void withoutABrokerNothingIsAcceptedAndThatIsSaidSoon() {
        var live = http.createAsync(CREATE).text("sandboxId");
        GatewayUnderTest.run(takeNext());
        gateway.broker().stop();

        var before = System.nanoTime();
        var refused = http.createAsync(CREATE.replace("ก", "ข"));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text("code")).isEqualTo("BROKER_UNAVAILABLE");
        assertThat(refused.json().path("retryAfter").asInt()).isPositive();
        assertThat(http.get("/actuator/health/readiness").status()).isEqualTo(503);
        assertThat(http.get("/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(http.status(live).status()).isEqualTo(200);
    }

    @Test
    @Order(2)
    void withoutABrokerAStopHoldsAndABeatIsRefused() {
        gateway.broker().startAgain();
        gateway.forgetAll();
        await().atMost(PATIENCE).until(() -> http.createAsync(CREATE).status(), status -> status == 202);
        var job = takeNext();
        GatewayUnderTest.run(job);
        var id = job.id().value();
        gateway.broker().stop();

        var beat = http.post(DAYTONA + "/heartbeat", "{\"sandboxId\":\"%s\"}".formatted(id));
        assertThat(beat.status()).isEqualTo(503);
        assertThat(beat.text("code")).isEqualTo("BROKER_UNAVAILABLE");
        assertThat(http.status(id).text("status")).isEqualTo("running");

        var stopped = http.delete(DAYTONA + "?sandboxId=" + id);
        assertThat(stopped.status()).isEqualTo(200);
        assertThat(http.status(id).text("status")).isEqualTo("stopping");
    }

    @Test
    @Order(3)
    void aHeldRequestOutlastsARestartOfRedis() {
        gateway.broker().startAgain();
        gateway.forgetAll();
        await().atMost(PATIENCE).until(() -> http.createAsync(CREATE).status(), status -> status == 202);
        var held = http.createLater(CREATE);
        var job = takeNext();

        gateway.state().stop();
        var before = System.nanoTime();
        var refused = http.createAsync(CREATE);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text("code")).isEqualTo("STATE_UNAVAILABLE");
        assertThat(refused.header("Retry-After")).isPresent();
        assertThat(http.get("/actuator/health/readiness").status()).isEqualTo(503);
        assertThat(http.put(DAYTONA + "?sandboxId=" + job.id(), "{}").status()).isEqualTo(503);
        assertThat(http.status(job.id().value()).status()).isEqualTo(503);
        gateway.state().startAgain();
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            job.renew();
            return true;
        });
        GatewayUnderTest.run(job);

        assertThat(held.join().status()).isEqualTo(200);
    }

    @Test
    @Order(4)
    void aBrokerThatHangsIsAsGoodAsNone() {
        gateway.forgetAll();
        await().atMost(PATIENCE).until(() -> http.createAsync(CREATE).status(), status -> status == 202);
        var job = takeNext();
        GatewayUnderTest.run(job);
        var id = job.id().value();
        gateway.broker().pause();
        try {
            var refused = soon(() -> http.createAsync(CREATE.replace("ก", "ค")));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.text("code")).isEqualTo("BROKER_UNAVAILABLE");
            assertThat(soon(() -> http.post(DAYTONA + "/heartbeat", "{\"sandboxId\":\"%s\"}".formatted(id)))
                            .status())
                    .isEqualTo(503);
            assertThat(soon(() -> http.status(id)).text("status")).isEqualTo("running");
            assertThat(soon(() -> http.delete(DAYTONA + "?sandboxId=" + id)).status())
                    .isEqualTo(200);
            assertThat(http.status(id).text("status")).isEqualTo("stopping");
        } finally {
            gateway.broker().resume();
        }
        await().atMost(PATIENCE)
                .until(() -> http.get("/actuator/health/readiness").status(), status -> status == 200);
    }

    @Test
    @Order(5)
    void aRedisThatHangsIsAsGoodAsNone() {
        gateway.clear();
        await().atMost(PATIENCE).until(() -> http.createAsync(CREATE).status(), status -> status == 202);
        var job = takeNext();
        GatewayUnderTest.run(job);
        var id = job.id().value();
        gateway.state().pause();
        try {
            for (int again = 0; again < 3; again++) {
                var refused = soon(() -> http.createAsync(CREATE.replace("ก", "ค")));
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.text("code")).isEqualTo("STATE_UNAVAILABLE");
                assertThat(soon(() -> http.status(id)).status()).isEqualTo(503);
            }
            assertThat(http.get("/actuator/health/liveness").status()).isEqualTo(200);
        } finally {
            gateway.state().resume();
        }
        await().atMost(PATIENCE).until(() -> http.status(id).status(), status -> status == 200);
        assertThat(gateway.all(Queues.PROVISION)).isEmpty();
    }

    private static Answer soon(Supplier<Answer> call) {
        var before = System.nanoTime();
        var answer = call.get();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(2500));
        return answer;
    }

    @Test
    @Order(6)
    void whoeverIsHeldAtShutdownIsToldWhereToLookOrToComeBack() {
        var create = CREATE.replace("cafe", "last").replace("{\"proj", "{\"replace\":true,\"proj");
        var held = http.postLater(DAYTONA, create, "Prefer", "wait=50");
        await().ignoreExceptions().until(() -> gateway.next(Queues.PROVISION), Optional::isPresent);
        var newToThis = http.createLater(create);
        await().until(() -> gateway.bean(HeldRequests.class).count() == 2);

        gateway.stopGateway();

        assertThat(held.join().status()).isEqualTo(202);
        assertThat(held.join().text("statusUrl")).contains(held.join().text("sandboxId"));
        assertThat(newToThis.join().status())
                .as("it would take 202 for a preview that runs")
                .isEqualTo(503);
        assertThat(newToThis.join().header("Retry-After")).hasValue("1");
        assertThat(newToThis.join().text("sandboxId")).isEqualTo(held.join().text("sandboxId"));
    }
}
