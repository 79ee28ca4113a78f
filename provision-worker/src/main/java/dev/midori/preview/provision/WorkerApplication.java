package dev.midori.preview.provision;

import dev.midori.preview.daytona.http.HttpPreviewProbe;
import dev.midori.preview.limits.SandboxSettings;
import dev.midori.preview.messaging.amqp.MessagingConfiguration;
import dev.midori.preview.state.redis.OversightConfiguration;
import dev.midori.preview.state.redis.StateConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

/** The provision worker. Any number of them may run; the broker shares the work out. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableConfigurationProperties(SandboxSettings.class)
@Import({MessagingConfiguration.class, StateConfiguration.class, OversightConfiguration.class})
public class WorkerApplication {
    public static void main(String[] arguments) {
        HttpPreviewProbe.prepare();
        SpringApplication.run(WorkerApplication.class, arguments);
    }
}
