package dev.midori.preview.provision.step;

import dev.midori.preview.daytona.FileSystem;
import dev.midori.preview.daytona.FileUpload;
import dev.midori.preview.provision.job.Checkpoint;
import dev.midori.preview.provision.job.Work;
import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Has exactly the project's files in the sandbox, in one request. May run twice: what is there already isn't written
 * again, and the manifest says of no file that it is there before it is.
 */
@Component
class FilesStep {
    void write(Work work, Place place) {
        var wanted = work.wanted();
        if (work.checkpoint().get(Checkpoint.UPLOADED_AT).isEmpty()) {
            var files = place.toolbox().fs();
            var before = known(work, files);
            work.storeBeginning(Step.UPLOADING, Checkpoint.FILES_BEGUN_AT);
            apply(work, files, before.toHaveExactly(wanted.files().all(), wanted.revision()));
            work.store(
                    Step.UPLOADING,
                    Map.of(Checkpoint.UPLOADED_AT, Long.toString(work.now().toEpochMilli())));
        }
        wanted.files().drop();
    }

    /** What is in a sandbox that may have files. Those that no manifest speaks of can't be told from the project's: they go. */
    private Manifest known(Work work, FileSystem files) {
        if (work.checkpoint().get(Checkpoint.FILES_BEGUN_AT).isEmpty()) {
            return Manifest.EMPTY;
        }
        return ManifestFile.read(files).orElseGet(() -> {
            work.hold();
            files.delete(Place.PROJECT_FOLDER, true);
            return Manifest.EMPTY;
        });
    }

    /** The manifest still names what is removed until it is gone, and is the last thing to be written. */
    void apply(Work work, FileSystem files, Manifest.Change change) {
        for (var path : change.remove()) {
            work.hold();
            files.delete(Place.inFolder(path), false);
        }
        for (var path : change.foldersThatBecomeFiles()) {
            work.hold();
            files.delete(Place.inFolder(path), true);
        }
        work.hold();
        files.upload(uploads(change));
    }

    static List<FileUpload> uploads(Manifest.Change change) {
        var uploads = new ArrayList<FileUpload>(change.write().size() + 1);
        Stream.concat(change.write().stream().map(FilesStep::upload), Stream.of(ManifestFile.upload(change.after())))
                .forEach(uploads::add);
        return uploads;
    }

    private static FileUpload upload(ProjectFile file) {
        return FileUpload.text(Place.inFolder(file.path()), file.content());
    }
}
