package dev.midori.preview.provision.step;

import dev.midori.preview.command.LineEdits;
import dev.midori.preview.command.LineEdits.LineEdit;
import dev.midori.preview.command.Reply;
import dev.midori.preview.daytona.Daytona;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.daytona.Toolbox;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.provision.job.Work;
import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Sandboxes;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The project's files in the sandbox of a preview that runs. */
@Component
public class ProjectFolder {
    private final Daytona daytona;
    private final Sandboxes sandboxes;
    private final CreateStep create;
    private final LiveUpdate live;
    private final PreviewLimits limits;

    ProjectFolder(Daytona daytona, Sandboxes sandboxes, CreateStep create, LiveUpdate live, PreviewLimits limits) {
        this.limits = limits;
        this.daytona = daytona;
        this.sandboxes = sandboxes;
        this.create = create;
        this.live = live;
    }

    /** The revision of the last edit, and what it makes of its file. */
    private static final String EDITED = "edited";

    /** The file isn't what an edit was made for. */
    public static final class Conflict extends Exception {
        private static final long serialVersionUID = 1;
    }

    /** Brings the files that are wanted, and removes some. Ends the hold. */
    public Reply change(Work work, List<String> deleted) {
        var place = create.find(work);
        return change(
                work, place, live.begin(work, place), work.wanted().files().all(), deleted);
    }

    /**
     * Edits the lines of one file. Ends the hold.
     *
     * @param editor gives the edited text, or nothing where the edits don't fit
     */
    public Reply edit(Work work, LineEdits edit, BiFunction<String, List<LineEdit>, Optional<String>> editor)
            throws Conflict {
        var place = create.find(work);
        var before = live.begin(work, place);
        var text = read(place.toolbox(), edit.path()).orElseThrow(Conflict::new);
        var edited = wasMade(work, before, edit.path(), text)
                ? text
                : editor.apply(text, edit.edits()).orElseThrow(Conflict::new);
        if (edited.getBytes(StandardCharsets.UTF_8).length
                > limits.maxFileSize().toBytes()) {
            work.giveUp();
            return tooLarge();
        }
        work.store(Step.UPLOADING, Map.of(EDITED, mark(work, edited)));
        return change(work, place, before, List.of(new ProjectFile(edit.path(), edited)), List.of());
    }

    /** An edit that is delivered twice is made once: the manifest says so, or what was stored before the file was written. */
    private static boolean wasMade(Work work, Manifest before, String path, String text) throws Conflict {
        var shown = before.revisionOf(path);
        if (shown > work.wanted().revision()) {
            // What came later was about the file without this edit.
            throw new Conflict();
        }
        return shown == work.wanted().revision()
                || work.checkpoint()
                        .get(EDITED)
                        .filter(mark(work, text)::equals)
                        .isPresent();
    }

    private static String mark(Work work, String text) {
        return work.wanted().revision() + " " + Fingerprint.of(text);
    }

    private Reply change(Work work, Place place, Manifest before, Collection<ProjectFile> files, List<String> deleted) {
        var asked = Stream.concat(files.stream().map(ProjectFile::path), deleted.stream())
                .distinct()
                .toList();
        var change = before.toHave(files, Set.copyOf(deleted), work.wanted().revision());
        if (change.after().count() > Math.max(limits.maxFiles(), before.count())) {
            work.giveUp();
            return tooManyFiles();
        }
        var done = Stream.concat(change.write().stream().map(ProjectFile::path), change.remove().stream())
                .toList();
        var rebuild = live.apply(work, place, before, change);
        work.appliedInPart();
        return new Reply.FilesUpdated(
                done, asked.stream().filter(path -> !done.contains(path)).toList(), rebuild.word());
    }

    /** Daytona's id of the user's sandbox, where it runs. */
    public Optional<String> daytonaIdOf(SandboxId id, UserId user) {
        return sandboxes
                .find(id)
                .filter(sandbox -> sandbox.owner().user().equals(user))
                .map(sandbox -> sandbox.state() instanceof SandboxState.Running running ? running.daytonaId() : null);
    }

    /** One file as it is now, or the list of them. */
    public Reply read(String daytonaId, @Nullable String path) {
        var there = daytona.find(daytonaId);
        if (there.isEmpty()) {
            return new Reply.Refused("NOT_RUNNING", "The preview is not running.", "Start it again.", "");
        }
        var toolbox = daytona.toolbox(there.get());
        if (path == null) {
            return new Reply.FilesListed(
                    ManifestFile.read(toolbox.fs()).orElse(Manifest.EMPTY).files().entrySet().stream()
                            .filter(entry -> entry.getValue().exists())
                            .map(Map.Entry::getKey)
                            .sorted()
                            .toList());
        }
        try {
            return download(toolbox, path)
                    .map(bytes -> bytes.length > limits.maxFileSize().toBytes()
                            ? tooLarge()
                            : new Reply.FileRead(path, new String(bytes, StandardCharsets.UTF_8)))
                    .orElseGet(() -> new Reply.Refused(
                            "FILE_NOT_FOUND",
                            "The project has no such file.",
                            "List the files to see which there are.",
                            ""));
        } catch (DaytonaException.Rejected rejected) {
            if (rejected.isTooLong()) {
                return tooLarge();
            }
            throw rejected;
        }
    }

    private Reply tooManyFiles() {
        return new Reply.Refused(
                "TOO_MANY_FILES",
                "The project would have more than %d files.".formatted(limits.maxFiles()),
                "Remove files that it does not need.",
                "");
    }

    /** Whatever made it, no caller could send it back. */
    private Reply tooLarge() {
        return new Reply.Refused(
                "FILE_TOO_LARGE",
                "The file is larger than the %d bytes that a project's file may have."
                        .formatted(limits.maxFileSize().toBytes()),
                "Only text files of a project can be read.",
                "");
    }

    private static Optional<byte[]> download(Toolbox toolbox, String path) {
        return toolbox.fs().download(Place.inFolder(path));
    }

    private static Optional<String> read(Toolbox toolbox, String path) {
        return download(toolbox, path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }
}
