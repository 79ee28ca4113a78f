package dev.midori.preview.provision.amqp;

import dev.midori.preview.command.Command;
import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.command.ReadFiles;
import dev.midori.preview.command.Reply;
import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.command.UpdateFiles;
import dev.midori.preview.messaging.amqp.CommandCodec;
import dev.midori.preview.provision.job.Attempt;
import dev.midori.preview.provision.job.HeldFiles;
import dev.midori.preview.provision.job.Outcome;
import dev.midori.preview.provision.job.Provisioner;
import dev.midori.preview.provision.stop.Stopper;
import dev.midori.preview.provision.update.FileUpdates;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.stereotype.Component;

/** From messages to what they ask for. A message that can't be read is kept as it is, with the reason. */
@Component
class Handlers {
    private static final Logger log = LoggerFactory.getLogger(Handlers.class);
    private static final String DEFAULT_EXCHANGE = "";

    private final CommandCodec codec;
    private final Provisioner provisioner;
    private final FileUpdates updates;
    private final Stopper stopper;
    private final RabbitTemplate replies;

    Handlers(CommandCodec codec, Provisioner provisioner, FileUpdates updates, Stopper stopper, RabbitTemplate rabbit) {
        this.codec = codec;
        this.provisioner = provisioner;
        this.updates = updates;
        this.stopper = stopper;
        // Not mandatory: RabbitMQ 3.10 returns what goes to a direct reply-to as unroutable, though it arrives.
        this.replies = new RabbitTemplate(rabbit.getConnectionFactory());
        this.replies.setUsePublisherConnection(true);
    }

    Outcome create(Message message, Attempt attempt, ContentBudget.Portion held) {
        return carryOut(read(message, held), attempt);
    }

    Outcome files(Message message, Attempt attempt, ContentBudget.Portion held) {
        return carryOut(read(message, held), attempt, reply -> answer(message, reply));
    }

    Outcome stop(Message message, Attempt attempt, ContentBudget.Portion held) {
        return switch (read(message, held)) {
            case Order.Known(StopSandbox stop, var _) -> stopper.stop(stop, attempt);
            case Order.Known(var other, var _) -> misplaced(other);
            case Order.Illegible _ -> new Outcome.GiveUp("UNREADABLE");
        };
    }

    /** A message as far as it could be read; its files are apart from it, so that nothing but {@link HeldFiles} holds them. */
    private sealed interface Order {
        record Known(Command command, HeldFiles files) implements Order {}

        record Illegible() implements Order {}
    }

    private Order read(Message message, ContentBudget.Portion held) {
        Runnable whenDropped = () -> held.shrinkTo(message.getBody().length);
        try {
            return switch (codec.decode(message)) {
                case CreateSandbox create ->
                    new Order.Known(create.withoutFiles(), new HeldFiles(create.files(), whenDropped));
                case UpdateFiles update ->
                    new Order.Known(update.withoutFiles(), new HeldFiles(update.files(), whenDropped));
                case Command other -> new Order.Known(other, new HeldFiles(List.of(), whenDropped));
            };
        } catch (CommandCodec.Unreadable e) {
            log.atWarn()
                    .addKeyValue("messageId", message.getMessageProperties().getMessageId())
                    .setCause(e)
                    .log("a message can't be read; it is kept among the dead letters");
            return new Order.Illegible();
        }
    }

    private Outcome carryOut(Order order, Attempt attempt) {
        return switch (order) {
            case Order.Known(CreateSandbox create, var files) -> provisioner.attempt(create, files, attempt);
            case Order.Known(var other, var _) -> misplaced(other);
            case Order.Illegible _ -> new Outcome.GiveUp("UNREADABLE");
        };
    }

    private Outcome carryOut(Order order, Attempt attempt, Consumer<Reply> answer) {
        return switch (order) {
            case Order.Known(UpdateFiles update, var files) -> updates.update(update, files, attempt, answer);
            case Order.Known(ReadFiles question, var _) -> {
                answer.accept(updates.read(question));
                yield new Outcome.Done();
            }
            case Order.Known(var other, var _) -> misplaced(other);
            case Order.Illegible _ -> new Outcome.GiveUp("UNREADABLE");
        };
    }

    /** Whoever asked may have gone; then nobody misses the answer. */
    private void answer(Message question, Reply reply) {
        var properties = question.getMessageProperties();
        if (properties.getReplyTo() == null) {
            return;
        }
        var message = codec.encode(reply);
        message.getMessageProperties().setCorrelationId(properties.getCorrelationId());
        try {
            replies.send(DEFAULT_EXCHANGE, properties.getReplyTo(), message);
        } catch (AmqpException e) {
            log.atDebug().setCause(e).log("an answer could not be sent");
        }
    }

    private static Outcome misplaced(Command command) {
        return new Outcome.GiveUp("MISPLACED_" + command.type());
    }
}
