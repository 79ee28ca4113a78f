package dev.midori.preview.provision.step;

import dev.midori.preview.provision.BuildMode;
import dev.midori.preview.provision.BuildSettings;
import dev.midori.preview.provision.dependencies.DependencyCache;
import dev.midori.preview.provision.dependencies.JobDependencies;
import dev.midori.preview.provision.job.Checkpoint;
import dev.midori.preview.provision.job.JobMeters;
import dev.midori.preview.provision.job.Pipeline;
import dev.midori.preview.provision.job.Work;
import dev.midori.preview.sandbox.PreviewLink;
import dev.midori.preview.sandbox.Step;
import java.time.Duration;
import java.util.HashMap;
import org.springframework.stereotype.Component;

/** The steps, in order. Each looks at the checkpoint and does only what is still to be done. */
@Component
class ProvisionPipeline implements Pipeline {
    private final CreateStep create;
    private final FilesStep files;
    private final BuildSteps build;
    private final ServeStep serve;
    private final LiveUpdate live;
    private final BuildBeside beside;
    private final PoolStep pool;
    private final DependencyCache cache;
    private final BuildMode mode;
    private final JobMeters meters;

    ProvisionPipeline(
            CreateStep create,
            FilesStep files,
            BuildSteps build,
            ServeStep serve,
            LiveUpdate live,
            BuildBeside beside,
            PoolStep pool,
            DependencyCache cache,
            BuildSettings settings,
            JobMeters meters) {
        this.create = create;
        this.files = files;
        this.build = build;
        this.serve = serve;
        this.live = live;
        this.beside = beside;
        this.pool = pool;
        this.cache = cache;
        this.mode = settings.buildMode();
        this.meters = meters;
    }

    @Override
    public void carryOut(Work work) {
        if (work.isLive()) {
            live.bring(work, create.find(work));
        } else {
            provision(work);
        }
        meters.succeeded(work);
    }

    @Override
    public void build(Work work) {
        work.wanted().files().drop();
        var place = create.find(work);
        meters.built(timed(Step.BUILDING, work, () -> beside.follow(work, place)));
    }

    private void provision(Work work) {
        if (!showInPooled(work)) {
            showInNew(work);
        }
    }

    /** False where nothing waits for this project that is of any use. */
    private boolean showInPooled(Work work) {
        var begun = work.now();
        var claimed = pool.claim(work);
        if (claimed.isEmpty()) {
            return false;
        }
        meters.stepped(Step.CREATING, Duration.between(begun, work.now()));
        return showIn(work, claimed.get());
    }

    private boolean showIn(Work work, PoolStep.Claimed claimed) {
        if (!timed(Step.UPLOADING, work, () -> pool.bring(work, claimed))) {
            return false;
        }
        buildBefore(work, claimed.place());
        if (!timed(Step.STARTING, work, () -> pool.serve(work, claimed))) {
            return false;
        }
        run(work, claimed.place(), claimed.link());
        return true;
    }

    private void showInNew(Work work) {
        try (var dependencies = cache.of(work)) {
            var place = timed(Step.CREATING, work, () -> create.findOrCreate(work, dependencies));
            adopt(work, place, dependencies);
            dependencies.dropUnneeded();
            show(work, place);
            dependencies.ran();
        }
    }

    private void show(Work work, Place place) {
        timed(Step.UPLOADING, work, () -> files.write(work, place));
        timed(Step.INSTALLING, work, () -> build.install(work, place));
        buildBefore(work, place);
        run(work, place, timed(Step.STARTING, work, () -> serve.serve(work, place)));
    }

    /** Whether what waits for somebody's project would build is nobody's question. */
    private void buildBefore(Work work, Place place) {
        if (mode == BuildMode.BEFORE && !work.isForPool()) {
            timed(Step.BUILDING, work, () -> build.build(work, place));
        }
    }

    private void run(Work work, Place place, PreviewLink link) {
        if (beside.isWanted(work)) {
            work.runAndBuild(place.daytonaId(), link);
        } else {
            work.run(place.daytonaId(), link);
        }
    }

    /** What an older revision had begun in this sandbox is ended before anything of this one begins. */
    private static void adopt(Work work, Place place, JobDependencies dependencies) {
        var revision = Long.toString(work.wanted().revision());
        if (work.checkpoint()
                .get(Checkpoint.FILES_REVISION)
                .filter(revision::equals)
                .isPresent()) {
            return;
        }
        RemoteCommand.end(work, place, Step.INSTALLING);
        RemoteCommand.end(work, place, Step.BUILDING);
        RemoteCommand.endServer(work, place);
        var fields = new HashMap<>(work.checkpoint().clearedForOtherFiles());
        fields.put(Checkpoint.FILES_REVISION, revision);
        fields.put(Checkpoint.DEPENDENCY_SET, dependencies.key());
        work.store(Step.UPLOADING, fields);
    }

    private void timed(Step step, Work work, Runnable doing) {
        timed(step, work, () -> {
            doing.run();
            return step;
        });
    }

    private <T> T timed(Step step, Work work, java.util.function.Supplier<T> doing) {
        var begun = work.now();
        var answer = doing.get();
        meters.stepped(step, Duration.between(begun, work.now()));
        return answer;
    }
}
