package dev.midori.preview.provision.amqp;

import dev.midori.preview.command.Command;
import dev.midori.preview.command.CreateSandbox;
import dev.midori.preview.command.StopSandbox;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.amqp.CommandCodec;
import dev.midori.preview.provision.job.Outcome;
import dev.midori.preview.provision.job.Provisioner;
import dev.midori.preview.provision.stop.Stopper;
import java.util.function.Function;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.stereotype.Component;

/** Takes deliveries, one at a time on each of its threads, and returns only when each is settled. */
@Component
class Listeners {
    private final CommandCodec codec;
    private final Provisioner provisioner;
    private final Stopper stopper;
    private final Settlement settlement;

    Listeners(CommandCodec codec, Provisioner provisioner, Stopper stopper, Settlement settlement) {
        this.codec = codec;
        this.provisioner = provisioner;
        this.stopper = stopper;
        this.settlement = settlement;
    }

    @RabbitListener(id = "provision", queues = Queues.PROVISION, containerFactory = "provisionContainers")
    void provision(Message message) {
        handle(
                message,
                command -> command instanceof CreateSandbox create
                        ? provisioner.attempt(create, Settlement.copyIdOf(message), Settlement.attemptOf(message))
                        : misplaced(command));
    }

    @RabbitListener(id = "stop", queues = Queues.STOP, containerFactory = "stopContainers")
    void stop(Message message) {
        handle(message, command -> command instanceof StopSandbox stop ? stopper.stop(stop) : misplaced(command));
    }

    private void handle(Message message, Function<Command, Outcome> work) {
        settlement.settle(message, attempt(message, work));
    }

    private Outcome attempt(Message message, Function<Command, Outcome> work) {
        try {
            return work.apply(codec.decode(message));
        } catch (CommandCodec.Unreadable e) {
            return new Outcome.GiveUp("UNREADABLE");
        }
    }

    private static Outcome misplaced(Command command) {
        return new Outcome.GiveUp("MISPLACED_" + command.type());
    }
}
