package dev.midori.preview.reaper;

import dev.midori.preview.daytona.http.HttpPreviewProbe;
import dev.midori.preview.messaging.amqp.MessagingConfiguration;
import dev.midori.preview.state.redis.StateConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** The reaper. Any number of them may run: each claim is made in Redis, and the locks only spare needless looks. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import({MessagingConfiguration.class, StateConfiguration.class})
public class ReaperApplication {
    public static void main(String[] arguments) {
        HttpPreviewProbe.prepare();
        SpringApplication.run(ReaperApplication.class, arguments);
    }
}
