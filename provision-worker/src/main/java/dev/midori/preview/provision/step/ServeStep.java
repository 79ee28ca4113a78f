package dev.midori.preview.provision.step;

import dev.midori.preview.daytona.Daytona;
import dev.midori.preview.daytona.PreviewAnswer;
import dev.midori.preview.daytona.PreviewProbe;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.limits.SandboxSettings;
import dev.midori.preview.provision.job.Checkpoint;
import dev.midori.preview.provision.job.StepFailed;
import dev.midori.preview.provision.job.Work;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.FailureCode;
import dev.midori.preview.sandbox.PreviewLink;
import dev.midori.preview.sandbox.Step;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Starts the dev server, and calls the preview running once its own address has answered with the app's page. */
@Component
class ServeStep {
    /** The longest that Daytona signs for: longer than any sandbox lives. */
    private static final Duration LINK_LIFE = Duration.ofHours(24);

    private final Daytona daytona;
    private final PreviewProbe probe;
    private final PreviewTimeouts timeouts;
    private final int port;
    private final String shell;

    ServeStep(Daytona daytona, PreviewProbe probe, PreviewTimeouts timeouts, SandboxSettings settings) {
        this.daytona = daytona;
        this.probe = probe;
        this.timeouts = timeouts;
        this.port = settings.port();
        this.shell = Place.inProject("PORT=%1$d npm run dev -- --host 0.0.0.0 --port %1$d".formatted(port));
    }

    /** Up to the moment at which the preview answers; where it does so. */
    PreviewLink serve(Work work, Place place) {
        var link = linkTo(place);
        serve(work, place, link);
        return link;
    }

    /** Whether the preview answers just now. */
    boolean answers(PreviewLink link) {
        return probe.ask(URI.create(link.url())) instanceof PreviewAnswer.Answered;
    }

    /** Up to the moment at which a preview that runs answers again. */
    void serveAgain(Work work, Place place) {
        serve(work, place, linkTo(place));
    }

    /** The same where the link is known already. */
    void serve(Work work, Place place, PreviewLink link) {
        var deadline =
                work.storeBeginning(Step.STARTING, Checkpoint.SERVER_BEGUN_AT).plus(timeouts.devServer());
        var server = RemoteCommand.attachOrStart(work, place, Step.STARTING, shell);
        var page = URI.create(link.url());
        if (work.await(deadline, () -> look(server, page)).isEmpty()) {
            throw StepFailed.timeout(failure(server, "did not answer in time"));
        }
    }

    /** Answers once the page is there; throws once it can't come any more. */
    private Optional<PreviewAnswer> look(RemoteCommand server, URI page) {
        var exitCode = server.exitCode();
        if (exitCode.isPresent()) {
            throw new StepFailed(failure(server, "ended with exit code " + exitCode.get()));
        }
        return Optional.of(probe.ask(page)).filter(PreviewAnswer.Answered.class::isInstance);
    }

    private static Failure failure(RemoteCommand server, String how) {
        return new Failure(
                FailureCode.DEV_SERVER_FAILED,
                "The project's dev server %s.".formatted(how),
                "Check the dev script in package.json: it must serve on the port that it is given.",
                server.output());
    }

    /** How somebody's browser gets there. */
    PreviewLink linkTo(Place place) {
        var signed = daytona.signedPreviewLink(place.daytonaId(), port, LINK_LIFE);
        var link = daytona.previewLink(place.daytonaId(), port);
        return new PreviewLink(signed.url().toString(), link.url().toString(), link.token());
    }
}
