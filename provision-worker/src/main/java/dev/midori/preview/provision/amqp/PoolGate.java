package dev.midori.preview.provision.amqp;

import dev.midori.preview.messaging.Queues;
import dev.midori.preview.provision.WorkerSettings;
import dev.midori.preview.provision.job.JobMeters;
import dev.midori.preview.provision.job.Outage;
import dev.midori.preview.provision.job.Outcome;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.stereotype.Component;

/** Open while the warm pool may be filled: this worker has room, and nobody's job waits for any. */
@Component
final class PoolGate implements Gate {
    private final RabbitTemplate rabbit;
    private final Outage outage;
    private final JobMeters jobs;
    private final WorkerSettings settings;

    PoolGate(RabbitTemplate rabbit, Outage outage, JobMeters jobs, WorkerSettings settings) {
        this.rabbit = rabbit;
        this.outage = outage;
        this.jobs = jobs;
        this.settings = settings;
    }

    @Override
    public boolean isOpen() {
        return !outage.isOn() && jobs.inFlight() < settings.concurrency() && !somebodyWaits();
    }

    private boolean somebodyWaits() {
        try {
            return !Long.valueOf(0).equals(rabbit.execute(channel -> channel.messageCount(Queues.PROVISION)));
        } catch (AmqpException _) {
            return true;
        }
    }

    /** Somebody may have come since the delivery was asked for. */
    Handler before(Handler fill) {
        return (message, attempt, held) ->
                isOpen() ? fill.handle(message, attempt, held) : new Outcome.Wait("people's jobs come first");
    }
}
