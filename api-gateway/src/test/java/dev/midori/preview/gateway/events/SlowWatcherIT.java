package dev.midori.preview.gateway.events;

import static dev.midori.preview.gateway.Http.CREATE;
import static dev.midori.preview.gateway.Http.DAYTONA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.sandbox.Step;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlowWatcherIT {
    @Test
    void whoTakesNothingIsDroppedAndTheOthersGoOn() throws Exception {
        try (var gateway = GatewayUnderTest.start("--server.tomcat.connection-timeout=2s")) {
            gateway.http().createAsync(CREATE);
            var job = gateway.take();
            var path = DAYTONA + "/events?sandboxId=" + job.id();
            var streams = gateway.bean(EventStreams.class);
            try (var _ = Watching.withoutReading(gateway.http(), path);
                    var reader = Watching.of(gateway.http(), path)) {
                await().atMost(Duration.ofSeconds(20)).until(() -> streams.count() == 2);
                var line = "x".repeat(16 << 10) + "\n";
                for (int i = 0; i < 50; i++) {
                    job.log(Step.INSTALLING, line.repeat(10));
                }

                await().atMost(Duration.ofSeconds(30)).until(() -> streams.count() == 1);
                job.log(Step.INSTALLING, "the last\n");
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> reader.seen().getLast().text("line").equals("the last"));
                assertThat(reader.seen()).hasSize(502);
            }
            // Whoever is gone altogether is noticed with the next lines.
            await().until(() -> {
                job.log(Step.INSTALLING, "more\n");
                return streams.count() == 0;
            });
        }
    }
}
