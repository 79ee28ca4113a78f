package dev.midori.preview.provision.step;

import dev.midori.preview.provision.job.Checkpoint;
import dev.midori.preview.provision.job.Work;
import dev.midori.preview.sandbox.Step;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Other files for a preview that runs. What they need beyond being written is stored before they are: once they are
 * there, nobody could tell any more.
 */
@Component
class LiveUpdate {
    /** The dev server that served older files was ended; cleared, as each step's fields are, for other files. */
    private static final String FORMER_ENDED = "formerServerDone";

    private final FilesStep files;
    private final BuildSteps build;
    private final ServeStep serve;
    private final BuildBeside beside;

    LiveUpdate(FilesStep files, BuildSteps build, ServeStep serve, BuildBeside beside) {
        this.files = files;
        this.build = build;
        this.serve = serve;
        this.beside = beside;
    }

    /** A whole set of files. */
    void bring(Work work, Place place) {
        var before = begin(work, place);
        var change =
                before.toHaveExactly(work.wanted().files().all(), work.wanted().revision());
        apply(work, place, before, change);
        if (beside.isWanted(work)) {
            work.appliedAndBuild();
        } else {
            work.applied();
        }
    }

    /**
     * A whole set of files, where a template waited that was nobody's project: whatever it has is older. False where nobody
     * can tell what it has.
     */
    boolean replaceTemplate(Work work, Place place) {
        forgetOtherFiles(work, place);
        var before = ManifestFile.read(place.toolbox().fs()).map(Manifest::ofNobody);
        before.ifPresent(known -> apply(
                work,
                place,
                known,
                known.toHaveExactly(work.wanted().files().all(), work.wanted().revision())));
        return before.isPresent();
    }

    /** Forgets what was stored for files that the preview shows already, unless it was stored for these. */
    Manifest begin(Work work, Place place) {
        forgetOtherFiles(work, place);
        return ManifestFile.read(place.toolbox().fs()).orElse(Manifest.EMPTY);
    }

    private void forgetOtherFiles(Work work, Place place) {
        var revision = Long.toString(work.wanted().revision());
        if (work.checkpoint()
                .get(Checkpoint.FILES_REVISION)
                .filter(revision::equals)
                .isEmpty()) {
            RemoteCommand.end(work, place, Step.INSTALLING);
            var fields = new HashMap<>(work.checkpoint().clearedForOtherFiles());
            fields.keySet().removeAll(RemoteCommand.cleared(Step.STARTING).keySet());
            beside.spare(work, fields);
            fields.put(Checkpoint.FILES_REVISION, revision);
            work.store(Step.UPLOADING, fields);
        }
    }

    Rebuild apply(Work work, Place place, Manifest before, Manifest.Change change) {
        var rebuild = needed(work, before.until(change.after()));
        if (!change.isEmpty() || rebuild != Rebuild.NONE) {
            beside.end(work, place);
        }
        if (!change.isEmpty() || !before.equals(change.after())) {
            files.apply(work, place.toolbox().fs(), change);
        }
        work.wanted().files().drop();
        switch (rebuild) {
            case NONE, HMR -> {}
            case RESTART -> restart(work, place);
            case INSTALL -> {
                build.install(work, place);
                restart(work, place);
            }
        }
        if (rebuild.compareTo(Rebuild.HMR) > 0) {
            work.store(Step.STARTING, Map.of(Checkpoint.REBUILD_OWED, ""));
        }
        return rebuild;
    }

    /** The more of what is owed, by an earlier holder or since a change that failed, and what is still to be seen. */
    private static Rebuild needed(Work work, Rebuild seen) {
        var stored = work.checkpoint()
                .get(Checkpoint.REBUILD_OWED)
                .map(Rebuild::valueOf)
                .orElse(Rebuild.NONE);
        var needed = stored.compareTo(seen) > 0 ? stored : seen;
        if (needed != stored && needed.compareTo(Rebuild.HMR) > 0) {
            work.store(Step.UPLOADING, Map.of(Checkpoint.REBUILD_OWED, needed.name()));
        }
        return needed;
    }

    private void restart(Work work, Place place) {
        if (work.checkpoint().get(FORMER_ENDED).isEmpty()) {
            RemoteCommand.endServer(work, place);
            var fields = new HashMap<>(RemoteCommand.cleared(Step.STARTING));
            fields.put(FORMER_ENDED, Long.toString(work.now().toEpochMilli()));
            work.store(Step.STARTING, fields);
        }
        serve.serveAgain(work, place);
    }
}
