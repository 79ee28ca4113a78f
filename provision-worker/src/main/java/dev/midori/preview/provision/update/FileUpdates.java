package dev.midori.preview.provision.update;

import dev.midori.preview.command.ReadFiles;
import dev.midori.preview.command.Reply;
import dev.midori.preview.command.UpdateFiles;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.provision.job.Attempt;
import dev.midori.preview.provision.job.HeldFiles;
import dev.midori.preview.provision.job.LiveJobs;
import dev.midori.preview.provision.job.Outcome;
import dev.midori.preview.provision.job.StepFailed;
import dev.midori.preview.provision.job.Work;
import dev.midori.preview.provision.step.ProjectFolder;
import dev.midori.preview.provision.step.ProjectFolder.Conflict;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.FailureCode;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Carries out changes and reads of files. Whoever waits is told what came of it; nothing is tried again behind their
 * back, since they will.
 */
@Component
public class FileUpdates {
    private static final Logger log = LoggerFactory.getLogger(FileUpdates.class);

    private static final Reply NOT_RUNNING =
            new Reply.Refused("NOT_RUNNING", "The preview is not running.", "Start it, and change its files then.", "");

    private static final Reply SET_ASIDE = new Reply.Refused(
            FailureCode.INTERNAL_ERROR.name(),
            "The change failed for a reason of ours.",
            "We keep it and look into it. Try again in a moment.",
            "");

    private final LiveJobs jobs;
    private final ProjectFolder folder;

    FileUpdates(LiveJobs jobs, ProjectFolder folder) {
        this.jobs = jobs;
        this.folder = folder;
    }

    /**
     * Changes files under the lease that every change of a sandbox is made under.
     *
     * @param command without its files
     */
    public Outcome update(UpdateFiles command, HeldFiles files, Attempt attempt, Consumer<Reply> answer) {
        return jobs.holding(
                command.sandboxId(),
                command.userId(),
                command.revision(),
                files,
                attempt,
                work -> answer.accept(answerOf(command, work)),
                () -> answer.accept(NOT_RUNNING),
                () -> answer.accept(SET_ASIDE));
    }

    private Reply answerOf(UpdateFiles command, Work work) {
        try {
            var edit = command.edit();
            return edit == null ? folder.change(work, command.deleted()) : folder.edit(work, edit, LineEditor::edit);
        } catch (Conflict _) {
            work.giveUp();
            return new Reply.Refused(
                    "EDIT_CONFLICT",
                    "The file is no longer what the edit was made for.",
                    "Read the file again and make the edit for what it is now.",
                    "");
        } catch (StepFailed failed) {
            work.giveUp();
            return refused(failed.failure());
        } catch (DaytonaException e) {
            log.atWarn()
                    .addKeyValue("sandboxId", work.id())
                    .setCause(e)
                    .log("files could not be changed; the caller is told");
            work.giveUp();
            return unreachable();
        }
    }

    /** Reads change nothing, and wait for nobody. */
    public Reply read(ReadFiles command) {
        try {
            return folder.daytonaIdOf(command.sandboxId(), command.userId())
                    .map(daytonaId -> folder.read(daytonaId, command.path()))
                    .orElse(NOT_RUNNING);
        } catch (DaytonaException e) {
            log.atWarn()
                    .addKeyValue("sandboxId", command.sandboxId())
                    .setCause(e)
                    .log("files could not be read; the caller is told");
            return unreachable();
        }
    }

    private static Reply refused(Failure failure) {
        return new Reply.Refused(failure.code().name(), failure.message(), failure.hint(), failure.logTail());
    }

    private static Reply unreachable() {
        return new Reply.Refused(
                "FILE_UPLOAD_FAILED", "The sandbox could not be reached.", "Try again in a moment.", "");
    }
}
