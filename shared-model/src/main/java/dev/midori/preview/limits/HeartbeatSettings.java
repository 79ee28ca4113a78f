package dev.midori.preview.limits;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How owners show that they are still looking.
 *
 * @param interval    what clients are told to send
 * @param hiddenLimit how long a hidden tab alone keeps a preview after it was last in sight
 */
@ConfigurationProperties("preview.heartbeat")
public record HeartbeatSettings(
        @DefaultValue("2m") Duration interval,
        @DefaultValue("15m") Duration hiddenLimit) {
    public HeartbeatSettings {
        Check.positive("preview.heartbeat.interval", interval);
        Check.positive("preview.heartbeat.hidden-limit", hiddenLimit);
    }

    /** A page that sends no sign for this long is gone: one and a half of its interval. */
    public Duration goneAfter() {
        return interval.multipliedBy(3).dividedBy(2);
    }
}
