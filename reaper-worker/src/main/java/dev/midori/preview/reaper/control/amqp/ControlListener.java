package dev.midori.preview.reaper.control.amqp;

import dev.midori.preview.command.CleanupCommand;
import dev.midori.preview.command.Reply;
import dev.midori.preview.messaging.Queues;
import dev.midori.preview.messaging.amqp.CommandCodec;
import dev.midori.preview.reaper.control.Control;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** Takes operators' commands and answers each. What can't be done is answered, too; nothing is tried again. */
@Component
class ControlListener {
    private static final Logger log = LoggerFactory.getLogger(ControlListener.class);

    private final CommandCodec codec;
    private final Control control;

    ControlListener(CommandCodec codec, Control control) {
        this.codec = codec;
        this.control = control;
    }

    @RabbitListener(id = "cleanup", queues = Queues.CLEANUP, containerFactory = "controlContainers")
    @Nullable
    Message take(Message message) {
        try {
            if (codec.decode(message) instanceof CleanupCommand command) {
                return codec.encode(obey(command.action()));
            }
        } catch (CommandCodec.Unreadable _) {
            // Told below.
        }
        log.atWarn().log("🔄 [CLEANUP SERVICE] a message that is no command of this release was dropped");
        return null;
    }

    private Reply obey(CleanupCommand.Action action) {
        try {
            return control.obey(action);
        } catch (DataAccessException e) {
            log.atWarn()
                    .addKeyValue("action", action.word())
                    .addKeyValue("cause", String.valueOf(e.getMessage()))
                    .log("🔄 [CLEANUP SERVICE] Redis did not answer");
            return new Reply.Refused(
                    "STATE_UNAVAILABLE", "The state of previews is not available.", "Try again in a moment.", "");
        } catch (RuntimeException e) {
            log.atError()
                    .addKeyValue("action", action.word())
                    .setCause(e)
                    .log("🔄 [CLEANUP SERVICE] an operator's command failed");
            return new Reply.Refused("INTERNAL_ERROR", "It could not be done.", "See the reaper's log.", "");
        }
    }
}
