package dev.midori.preview.messaging.amqp;

import dev.midori.preview.messaging.Commands;
import dev.midori.preview.messaging.Requests;
import java.time.Duration;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.amqp.autoconfigure.CachingConnectionFactoryConfigurer;
import org.springframework.boot.amqp.autoconfigure.RabbitTemplateCustomizer;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import tools.jackson.databind.json.JsonMapper;

/** What every service needs to speak to the broker. */
@Configuration(proxyBeanMethods = false)
public class MessagingConfiguration {
    private static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(5);

    /** Where the broker was given its definitions instead, no service needs a permission to declare anything. */
    @Bean
    @ConditionalOnBooleanProperty(name = "preview.messaging.declare", matchIfMissing = true)
    Declarables topology() {
        return Topology.declarables();
    }

    @Bean
    CommandCodec commandCodec(JsonMapper json) {
        return new CommandCodec(json);
    }

    /** A publisher that the broker blocks must not block the consumers with it. */
    @Bean
    RabbitTemplateCustomizer publishersUseTheirOwnConnection() {
        return rabbit -> rabbit.setUsePublisherConnection(true);
    }

    @Bean
    ConfirmedSender confirmedSender(RabbitTemplate rabbit) {
        return new ConfirmedSender(rabbit, CONFIRM_TIMEOUT);
    }

    /** For whoever waits for answers; where nobody does, nothing is opened. */
    @Bean
    @Lazy
    Requests requests(CommandCodec codec, RabbitTemplate rabbit) {
        return new AmqpRequests(codec, rabbit);
    }

    /** Beats travel on a connection of their own, so that they neither wait behind commands nor hold them up. */
    @Bean(defaultCandidate = false)
    CachingConnectionFactory beatConnection(
            CachingConnectionFactory connection, CachingConnectionFactoryConfigurer configurer) {
        var own = new CachingConnectionFactory(connection.getRabbitConnectionFactory());
        configurer.configure(own);
        own.setPublisherConfirmType(ConfirmType.NONE);
        own.setPublisherReturns(false);
        own.setConnectionNameStrategy(_ -> "preview-beats");
        return own;
    }

    @Bean
    Commands commands(
            CommandCodec codec,
            ConfirmedSender confirmed,
            @Qualifier("beatConnection") CachingConnectionFactory beatConnection) {
        return new AmqpCommands(codec, confirmed, new RabbitTemplate(beatConnection));
    }
}
