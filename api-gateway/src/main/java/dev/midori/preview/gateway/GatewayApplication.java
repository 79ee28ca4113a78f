package dev.midori.preview.gateway;

import dev.midori.preview.messaging.amqp.MessagingConfiguration;
import dev.midori.preview.state.redis.OversightConfiguration;
import dev.midori.preview.state.redis.StateConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Import;

/** The gateway. Any number of them may run: what they know is in Redis. */
@SpringBootApplication
@ConfigurationPropertiesScan
@Import({MessagingConfiguration.class, StateConfiguration.class, OversightConfiguration.class})
public class GatewayApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(GatewayApplication.class, arguments);
    }
}
