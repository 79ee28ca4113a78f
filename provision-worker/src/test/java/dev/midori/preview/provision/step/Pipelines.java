package dev.midori.preview.provision.step;

import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.limits.SandboxSettings;
import dev.midori.preview.provision.DaytonaProperties;
import dev.midori.preview.provision.fake.FakeDaytona;
import dev.midori.preview.provision.job.Pipeline;
import java.net.URI;

/** The real steps on a Daytona in memory. */
public final class Pipelines {
    private Pipelines() {}

    /** All of them. */
    public static Pipeline on(FakeDaytona daytona, PreviewTimeouts timeouts) {
        var sandbox = new SandboxSettings("typescript", 3000);
        var properties = new DaytonaProperties(URI.create("http://127.0.0.1:3986/api"), "key", null, null, "");
        return new ProvisionPipeline(
                new CreateStep(daytona, timeouts, sandbox, properties),
                new UploadStep(),
                new BuildSteps(timeouts),
                new ServeStep(daytona, daytona, timeouts, sandbox));
    }
}
