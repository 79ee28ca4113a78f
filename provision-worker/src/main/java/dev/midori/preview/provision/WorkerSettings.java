package dev.midori.preview.provision;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How one worker works.
 *
 * @param concurrency provisions at once; each is a consumer and a virtual thread
 * @param stops       stops at once, on threads of their own, so that a backlog of creates never delays them
 * @param lease       how long a job stays held after its holder's last word
 * @param poll        how often at least a step looks at what it waits for, and whether it may go on
 * @param attempts    how often a job is tried when the world fails it
 * @param updates     changes and reads of files at once
 * @param maxHeldContent memory for projects that are on their way to their sandboxes
 * @param outageProbe how often Daytona is asked whether it is back, during an outage
 */
@ConfigurationProperties("preview.worker")
public record WorkerSettings(
        @DefaultValue("16") int concurrency,
        @DefaultValue("16") int stops,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("500ms") Duration poll,
        @DefaultValue("4") int attempts,
        @DefaultValue("16") int updates,
        @DefaultValue("128MB") DataSize maxHeldContent,
        @DefaultValue("5s") Duration outageProbe) {
    /** A stop must be noticed within a second, so nothing is waited for longer without a look. */
    private static final Duration SLOWEST_POLL = Duration.ofSeconds(1);

    public WorkerSettings {
        if (concurrency < 1 || stops < 1 || updates < 1 || attempts < 1) {
            throw new IllegalArgumentException(
                    "preview.worker.concurrency, .stops, .updates and .attempts must be at least 1");
        }
        if (maxHeldContent.toBytes() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "preview.worker.max-held-content (%s) must be below 2GB".formatted(maxHeldContent));
        }
        if (!poll.isPositive() || poll.compareTo(SLOWEST_POLL) > 0) {
            throw new IllegalArgumentException(
                    "preview.worker.poll (%s) must be above 0 and at most 1s".formatted(poll));
        }
        if (lease.compareTo(poll.multipliedBy(6)) < 0) {
            throw new IllegalArgumentException(
                    "preview.worker.lease (%s) must be at least six polls (%s each)".formatted(lease, poll));
        }
    }
}
