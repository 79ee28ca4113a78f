package dev.midori.preview.gateway.submit;

import dev.midori.preview.gateway.body.BoundedBody;
import dev.midori.preview.gateway.body.HeldContent;
import dev.midori.preview.gateway.caller.Caller;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.messaging.Commands.NotQueuedException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** From the bytes of a request to an accepted project. Nothing of the files outlives the call. */
@Component
class Intake {
    private final ProjectReader reader;
    private final Submission submission;
    private final HeldContent content;
    private final PreviewLimits limits;

    Intake(ProjectReader reader, Submission submission, HeldContent content, PreviewLimits limits) {
        this.reader = reader;
        this.submission = submission;
        this.content = content;
        this.limits = limits;
    }

    Submitted accept(Caller caller, HttpServletRequest request, Duration firstGrant, Duration patience)
            throws IOException {
        var held = content.portion(caller.user());
        var project = read(request, held);
        try {
            return submission.submit(caller, project, firstGrant, patience, held::close);
        } catch (NotQueuedException e) {
            throw e; // a broker that hangs may still hold the command; who publishes it gives the room back
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    private ProjectRequest read(HttpServletRequest request, HeldContent.Portion held) throws IOException {
        var limit = limits.maxProjectSize();
        try (var body = BoundedBody.of(request, limit.toBytes(), held, () -> Refusals.projectTooLarge(limit))) {
            return reader.read(body);
        } catch (IOException | RuntimeException e) {
            held.close();
            throw e;
        }
    }
}
