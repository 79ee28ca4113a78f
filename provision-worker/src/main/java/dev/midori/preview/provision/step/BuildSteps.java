package dev.midori.preview.provision.step;

import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.provision.dependencies.DependencyCache;
import dev.midori.preview.provision.dependencies.Installation;
import dev.midori.preview.provision.job.Checkpoint;
import dev.midori.preview.provision.job.StepFailed;
import dev.midori.preview.provision.job.Work;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.FailureCode;
import dev.midori.preview.sandbox.Step;
import java.util.Map;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** {@code npm install} and {@code npm run build}, which share one time limit. */
@Component
class BuildSteps {
    static final String BUILD = "npm run build --if-present";

    private final PreviewTimeouts timeouts;
    private final DependencyCache dependencies;

    BuildSteps(PreviewTimeouts timeouts, DependencyCache dependencies) {
        this.timeouts = timeouts;
        this.dependencies = dependencies;
    }

    void install(Work work, Place place) {
        if (isToBeBegun(work, Step.INSTALLING) && dependencies.areInstalled(work, place.toolbox())) {
            work.storeBeginning(Step.INSTALLING, Checkpoint.BUILD_BEGUN_AT);
            work.log(
                    Step.INSTALLING,
                    "The packages are there: they were installed before, for the same dependencies.\n");
            work.store(Step.INSTALLING, Map.of(doneField(Step.INSTALLING), "1"));
        }
        run(work, place, Step.INSTALLING, Installation.COMMAND, BuildSteps::installFailed);
    }

    private static boolean isToBeBegun(Work work, Step step) {
        return work.checkpoint().get(doneField(step)).isEmpty() && !RemoteCommand.isBegun(work, step);
    }

    void build(Work work, Place place) {
        run(work, place, Step.BUILDING, Place.inProject(BUILD), BuildSteps::buildFailed);
    }

    private void run(Work work, Place place, Step step, String shell, Function<String, Failure> failed) {
        var done = doneField(step);
        if (work.checkpoint().get(done).isPresent()) {
            return;
        }
        var deadline = work.storeBeginning(step, Checkpoint.BUILD_BEGUN_AT).plus(timeouts.build());
        var command = RemoteCommand.attachOrStart(work, place, step, shell);
        var exitCode = command.await(deadline).orElseThrow(() -> timedOut(command));
        if (exitCode != 0) {
            var failure = failed.apply(command.output());
            command.forget();
            throw new StepFailed(failure);
        }
        work.store(step, Map.of(done, "1"));
    }

    static String doneField(Step step) {
        return step.word() + "Done";
    }

    private StepFailed timedOut(RemoteCommand command) {
        return StepFailed.timeout(new Failure(
                FailureCode.BUILD_TIMEOUT,
                "Installing and building took longer than %d minutes."
                        .formatted(timeouts.build().toMinutes()),
                "Remove dependencies that the project does not need, or scripts that do not end.",
                command.output()));
    }

    private static Failure installFailed(String output) {
        return NpmLog.tellsOfTheNetwork(output)
                ? new Failure(
                        FailureCode.SANDBOX_CREATION_FAILED,
                        "The packages could not be fetched.",
                        "The package registry could not be reached. Try again in a few minutes.",
                        output)
                : new Failure(
                        FailureCode.NPM_INSTALL_FAILED,
                        "The project's packages could not be installed.",
                        "Look at the packages and versions in package.json that the log names.",
                        output);
    }

    private static Failure buildFailed(String output) {
        return new Failure(
                FailureCode.BUILD_FAILED,
                "The project does not build.",
                "Correct the files that the log names.",
                output);
    }
}
