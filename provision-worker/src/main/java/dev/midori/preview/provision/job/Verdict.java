package dev.midori.preview.provision.job;

import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.FailureCode;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.state.HoldLost;
import java.time.Duration;
import java.util.Optional;

/** Whose fault it was that an attempt ended early, and so what becomes of it. */
sealed interface Verdict {
    /** Told to the owner, never tried again; {@code certain} where the same files fail again. */
    record TheProjects(Failure failure, boolean certain) implements Verdict {}

    /** May work later: tried again, and only then told to the owner. */
    record TheWorlds(Failure failure, Optional<Duration> asked) implements Verdict {}

    /** Ours, or nobody's that waiting would mend: told to the owner and kept for us to look at. */
    record Ours(Failure failure, String reason) implements Verdict {
        Ours(Failure failure) {
            this(failure, failure.code().name());
        }
    }

    /** The attempt came to nothing, and no fault is to be recorded. */
    record Nobodys(Outcome outcome) implements Verdict {}

    /** Nobody holds the job any more, and its command is here: it is claimed again. */
    record ClaimAgain() implements Verdict {}

    /** The table. {@code step} is the one that was under way. */
    static Verdict of(RuntimeException cause, Step step) {
        return switch (cause) {
            case StepFailed failed ->
                switch (failed.failure().code().fault()) {
                    case PROJECT -> new TheProjects(failed.failure(), failed.isCertain());
                    case WORLD -> new TheWorlds(failed.failure(), Optional.empty());
                    case TIME, OURS -> new Ours(failed.failure());
                };
            case DaytonaException.Throttled throttled ->
                new TheWorlds(daytonaFailed(step), Optional.of(throttled.retryAfter()));
            case DaytonaException.Unavailable _, DaytonaException.QuotaExceeded _, DaytonaException.UploadFailed _ ->
                new TheWorlds(daytonaFailed(step), Optional.empty());
            // Of no job in particular: each would be given up within seconds until somebody puts a good key in place.
            case DaytonaException.Unauthorized _ -> new TheWorlds(daytonaFailed(step), Optional.empty());
            // Once it was created, a refusal may mean that the sandbox is gone; the next attempt looks and begins anew.
            case DaytonaException _
            when step.done() > Step.CREATING.done() -> new TheWorlds(daytonaFailed(step), Optional.empty());
            case DaytonaException _ -> new Ours(daytonaFailed(step));
            case HoldLost lost ->
                switch (lost.reason()) {
                    case ENDED, TAKEN, SUPERSEDED -> new Nobodys(new Outcome.Done());
                    case LOST -> new ClaimAgain();
                };
            case Handover _ -> new Nobodys(new Outcome.HandOver());
            case Tether.Loose loose -> new Nobodys(of(loose));
            case CrashLoop _ -> new Ours(failureOfOurs(), CrashLoop.CODE);
            default -> new Ours(failureOfOurs());
        };
    }

    private static Failure failureOfOurs() {
        return Failure.of(
                FailureCode.INTERNAL_ERROR,
                "The preview failed for a reason of ours.",
                "We keep the request and look into it. Try again in a moment.");
    }

    /** What becomes of a delivery that is no longer ours, or soon won't be. */
    static Outcome of(Tether.Loose loose) {
        return switch (loose.reason()) {
            case DISCONNECTED, FILES_DROPPED -> new Outcome.HandOver();
            case OUT_OF_TIME -> new Outcome.Wait("one delivery has taken as long as it may");
        };
    }

    private static Failure daytonaFailed(Step step) {
        return switch (step) {
            case QUEUED, CREATING ->
                Failure.of(
                        FailureCode.SANDBOX_CREATION_FAILED,
                        "The sandbox could not be created.",
                        "The sandbox service has trouble. Try again in a few minutes.");
            case UPLOADING ->
                Failure.of(
                        FailureCode.FILE_UPLOAD_FAILED,
                        "The project's files could not be uploaded.",
                        "The sandbox service has trouble. Try again in a few minutes.");
            case INSTALLING, BUILDING, STARTING, RUNNING ->
                Failure.of(
                        FailureCode.SANDBOX_CREATION_FAILED,
                        "The sandbox stopped answering.",
                        "The sandbox service has trouble. Try again in a few minutes.");
        };
    }
}
