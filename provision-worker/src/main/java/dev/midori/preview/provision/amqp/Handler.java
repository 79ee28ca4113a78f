package dev.midori.preview.provision.amqp;

import dev.midori.preview.provision.job.Attempt;
import dev.midori.preview.provision.job.Outcome;
import org.springframework.amqp.core.Message;

/** What is done with a delivery. */
@FunctionalInterface
interface Handler {
    /** Returns when it is done, or when it can't be gone on with. */
    Outcome handle(Message message, Attempt attempt, ContentBudget.Portion held);
}
