package dev.midori.preview.gateway.files;

import static dev.midori.preview.gateway.Http.CREATE;
import static dev.midori.preview.gateway.Http.DAYTONA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.command.UpdateFiles;
import dev.midori.preview.gateway.GatewayUnderTest;
import dev.midori.preview.messaging.Queues;
import org.junit.jupiter.api.Test;

class SlowChangeIT {
    @Test
    void aChangeThatOutlastsTheWaitIsAnsweredAsOnItsWay() {
        try (var gateway = GatewayUnderTest.start("--preview.api.update-wait=0s")) {
            var http = gateway.http();
            http.createAsync(CREATE);
            var job = gateway.take();
            GatewayUnderTest.run(job);

            var answer = http.put(
                    DAYTONA + "?sandboxId=" + job.id(), "{\"files\":[{\"path\":\"a.txt\",\"content\":\"x\"}]}");

            assertThat(answer.status()).isEqualTo(202);
            assertThat(answer.text("status")).isEqualTo("updating");
            assertThat(answer.header("Location")).hasValue(answer.text("statusUrl"));
            assertThat(gateway.next(Queues.UPDATE))
                    .hasValueSatisfying(command -> assertThat(command).isInstanceOf(UpdateFiles.class));
        }
    }
}
