package dev.midori.preview.provision.job;

import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.FailureCode;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.state.HoldLost;
import java.time.Duration;
import java.util.Optional;
import org.springframework.dao.DataAccessException;

/** Whose fault it was that an attempt ended early, and so what becomes of it. */
sealed interface Verdict {
    /** The same files fail again: told to the owner, never tried again. */
    record TheProjects(Failure failure) implements Verdict {}

    /** May work later: tried again, and only then told to the owner. */
    record TheWorlds(Failure failure, Optional<Duration> asked) implements Verdict {}

    /** Ours, or nobody's that waiting would mend: told to the owner and kept for us to look at. */
    record Ours(Failure failure) implements Verdict {}

    /** The attempt came to nothing, and no fault is to be recorded. */
    record Nobodys(Outcome outcome) implements Verdict {}

    /** The table. {@code step} is the one that was under way. */
    static Verdict of(RuntimeException cause, Step step) {
        return switch (cause) {
            case StepFailed failed ->
                switch (failed.failure().code().fault()) {
                    case PROJECT -> new TheProjects(failed.failure());
                    case WORLD -> new TheWorlds(failed.failure(), Optional.empty());
                    case TIME, OURS -> new Ours(failed.failure());
                };
            case DaytonaException.Throttled throttled ->
                new TheWorlds(daytonaFailed(step), Optional.of(throttled.retryAfter()));
            case DaytonaException.Unavailable _, DaytonaException.QuotaExceeded _, DaytonaException.UploadFailed _ ->
                new TheWorlds(daytonaFailed(step), Optional.empty());
            // Once it was created, a refusal may mean that the sandbox is gone; the next attempt looks and begins anew.
            case DaytonaException _
            when step.done() > Step.CREATING.done() -> new TheWorlds(daytonaFailed(step), Optional.empty());
            case DaytonaException _ -> new Ours(daytonaFailed(step));
            case HoldLost lost ->
                switch (lost.reason()) {
                    case ENDED, TAKEN -> new Nobodys(new Outcome.Done());
                    case LOST -> new Nobodys(new Outcome.Wait("state was lost"));
                };
            case Handover _ -> new Nobodys(new Outcome.HandOver());
            case DataAccessException _ -> new Nobodys(new Outcome.Wait("state can't be reached"));
            default ->
                new Ours(Failure.of(
                        FailureCode.INTERNAL_ERROR,
                        "The preview failed for a reason of ours.",
                        "We keep the request and look into it. Try again in a moment."));
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
