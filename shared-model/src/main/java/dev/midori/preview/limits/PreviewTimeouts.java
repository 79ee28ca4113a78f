package dev.midori.preview.limits;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long each part of a provision may take.
 *
 * @param sandboxCreation create at Daytona until started
 * @param build           install and build together
 * @param devServer       dev server start until the app's own page answers
 * @param job             one delivery in all
 * @param total           from acceptance to running, waiting included
 * @param statusPolling   what pollers are told to wait between two looks
 */
@ConfigurationProperties("preview.timeouts")
public record PreviewTimeouts(
        @DefaultValue("5m") Duration sandboxCreation,
        @DefaultValue("10m") Duration build,
        @DefaultValue("2m") Duration devServer,
        @DefaultValue("25m") Duration job,
        @DefaultValue("30m") Duration total,
        @DefaultValue("10s") Duration statusPolling) {
    /** RabbitMQ's default {@code consumer_timeout}: a delivery that isn't acknowledged by then is taken away. */
    static final Duration BROKER_ACKNOWLEDGEMENT = Duration.ofMinutes(30);

    public PreviewTimeouts {
        Check.positive("preview.timeouts.sandbox-creation", sandboxCreation);
        Check.positive("preview.timeouts.build", build);
        Check.positive("preview.timeouts.dev-server", devServer);
        Check.positive("preview.timeouts.job", job);
        Check.positive("preview.timeouts.total", total);
        Check.positive("preview.timeouts.status-polling", statusPolling);
        Check.below("preview.timeouts.job", job, "the broker's acknowledgement timeout", BROKER_ACKNOWLEDGEMENT);
    }
}
