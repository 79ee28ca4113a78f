package dev.midori.preview.provision.step;

import dev.midori.preview.daytona.http.DaytonaProperties;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.limits.SandboxSettings;
import dev.midori.preview.provision.fake.FakeDaytona;
import dev.midori.preview.provision.job.JobMeters;
import dev.midori.preview.provision.job.Pipeline;
import dev.midori.preview.state.Sandboxes;
import java.net.URI;

/** The real steps on a Daytona in memory. */
public final class Pipelines {
    private static final SandboxSettings SANDBOX = new SandboxSettings("typescript", 3000);

    private Pipelines() {}

    /** All of them. */
    public static Pipeline on(FakeDaytona daytona, PreviewTimeouts timeouts, JobMeters meters) {
        var files = new FilesStep();
        var build = new BuildSteps(timeouts);
        var serve = new ServeStep(daytona, daytona, timeouts, SANDBOX);
        return new ProvisionPipeline(
                create(daytona, timeouts), files, build, serve, new LiveUpdate(files, build, serve), meters);
    }

    /** What is done to the files of a preview that runs. */
    public static ProjectFolder folderOn(
            FakeDaytona daytona, PreviewTimeouts timeouts, PreviewLimits limits, Sandboxes sandboxes) {
        var live = new LiveUpdate(
                new FilesStep(), new BuildSteps(timeouts), new ServeStep(daytona, daytona, timeouts, SANDBOX));
        return new ProjectFolder(daytona, sandboxes, create(daytona, timeouts), live, limits);
    }

    private static CreateStep create(FakeDaytona daytona, PreviewTimeouts timeouts) {
        var properties = new DaytonaProperties(URI.create("http://127.0.0.1:3986/api"), "key", null, null, "");
        return new CreateStep(daytona, timeouts, SANDBOX, properties);
    }
}
