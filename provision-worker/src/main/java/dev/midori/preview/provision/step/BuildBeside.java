package dev.midori.preview.provision.step;

import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.provision.BuildMode;
import dev.midori.preview.provision.BuildSettings;
import dev.midori.preview.provision.job.Checkpoint;
import dev.midori.preview.provision.job.Work;
import dev.midori.preview.sandbox.Build;
import dev.midori.preview.sandbox.Step;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * {@code npm run build} beside a preview that runs. Whatever comes of it, the preview runs on. It is about one whole set
 * of files: once they change, it is ended and what was said of it is taken back.
 */
@Component
class BuildBeside {
    /** The page, which somebody has just opened or is about to, comes first. */
    private static final String BUILD = Place.inProject("nice -n 19 " + BuildSteps.BUILD);

    private final PreviewTimeouts timeouts;
    private final BuildMode mode;

    BuildBeside(PreviewTimeouts timeouts, BuildSettings settings) {
        this.timeouts = timeouts;
        this.mode = settings.buildMode();
    }

    /** Whether one is to be made, or one that another worker has begun to be gone on with. */
    boolean isWanted(Work work) {
        return (mode == BuildMode.BESIDE && !work.isForPool()) || stored(work).equals(Optional.of(Build.RUNNING));
    }

    /**
     * Up to its end, which can be seen as long as its session is there: whoever looks again neither builds again nor
     * comes to another end.
     */
    Build follow(Work work, Place place) {
        var deadline =
                work.storeBeginning(Step.BUILDING, Checkpoint.BESIDE_BEGUN_AT).plus(timeouts.build());
        var build = work.checkpoint().get(BuildSteps.doneField(Step.BUILDING)).isPresent()
                ? Build.PASSED
                : RemoteCommand.attachOrStart(work, place, Step.BUILDING, BUILD)
                        .await(deadline)
                        .map(exitCode -> exitCode == 0 ? Build.PASSED : Build.FAILED)
                        .orElse(Build.TIMED_OUT);
        if (build == Build.TIMED_OUT) {
            RemoteCommand.end(work, place, Step.BUILDING);
        }
        work.log(Step.BUILDING, said(build));
        work.built(build);
        return build;
    }

    private String said(Build build) {
        return switch (build) {
            case PASSED, RUNNING, UNKNOWN -> "";
            case FAILED -> "The project does not build. Its preview runs all the same.\n";
            case TIMED_OUT ->
                "The build was ended after %d minutes. The preview runs all the same.\n"
                        .formatted(timeouts.build().toMinutes());
        };
    }

    /** To be called before files change. */
    void end(Work work, Place place) {
        if (stored(work).isPresent()) {
            RemoteCommand.end(work, place, Step.BUILDING);
            var fields = fields();
            fields.put(Checkpoint.BUILD, "");
            work.store(Step.UPLOADING, fields);
        }
    }

    /** Takes what is stored of one out of fields that are about to be cleared. */
    void spare(Work work, Map<String, String> cleared) {
        if (stored(work).isPresent()) {
            cleared.keySet().removeAll(fields().keySet());
        }
    }

    private static Map<String, String> fields() {
        var fields = new HashMap<>(RemoteCommand.cleared(Step.BUILDING));
        fields.put(BuildSteps.doneField(Step.BUILDING), "");
        fields.put(Checkpoint.BESIDE_BEGUN_AT, "");
        return fields;
    }

    private static Optional<Build> stored(Work work) {
        return work.checkpoint().get(Checkpoint.BUILD).map(Build::of);
    }
}
