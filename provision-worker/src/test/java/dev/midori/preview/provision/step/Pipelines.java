package dev.midori.preview.provision.step;

import dev.midori.preview.daytona.http.DaytonaProperties;
import dev.midori.preview.limits.PoolSettings;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.limits.SandboxSettings;
import dev.midori.preview.provision.BuildSettings;
import dev.midori.preview.provision.dependencies.DependencyCache;
import dev.midori.preview.provision.fake.FakeDaytona;
import dev.midori.preview.provision.job.JobMeters;
import dev.midori.preview.provision.job.Pipeline;
import dev.midori.preview.provision.pool.WarmPool;
import dev.midori.preview.state.Sandboxes;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** The real steps on a Daytona in memory. */
public final class Pipelines {
    public static final SandboxSettings SANDBOX = new SandboxSettings("typescript", 3000);
    public static final DaytonaProperties PROPERTIES =
            new DaytonaProperties(URI.create("http://127.0.0.1:3986/api"), "key", null, null, "");

    /** How slots are kept, whatever is in them. */
    public static final PoolSettings POOL =
            new PoolSettings(true, List.of(), Duration.ofHours(4), Duration.ofMinutes(1), 5, Duration.ofSeconds(10));

    private final FakeDaytona daytona;
    private final PreviewTimeouts timeouts;
    private final BuildSettings settings;
    private final FilesStep files = new FilesStep();
    private final BuildSteps build;
    private final ServeStep serve;
    private final BuildBeside beside;
    private final DependencyCache dependencies;
    private final WarmPool pool;

    public Pipelines(
            FakeDaytona daytona,
            PreviewTimeouts timeouts,
            BuildSettings settings,
            DependencyCache dependencies,
            WarmPool pool) {
        this.pool = pool;
        this.dependencies = dependencies;
        this.daytona = daytona;
        this.timeouts = timeouts;
        this.settings = settings;
        this.build = new BuildSteps(timeouts, dependencies);
        this.serve = new ServeStep(daytona, daytona, timeouts, SANDBOX);
        this.beside = new BuildBeside(timeouts, settings);
    }

    /** All of them. */
    public Pipeline all(JobMeters meters) {
        return new ProvisionPipeline(
                create(),
                files,
                build,
                serve,
                live(),
                beside,
                new PoolStep(pool, daytona, live(), serve),
                dependencies,
                settings,
                meters);
    }

    /** What is done to the files of a preview that runs. */
    public ProjectFolder folder(PreviewLimits limits, Sandboxes sandboxes) {
        return new ProjectFolder(daytona, sandboxes, create(), live(), limits);
    }

    private LiveUpdate live() {
        return new LiveUpdate(files, build, serve, beside);
    }

    private CreateStep create() {
        return new CreateStep(daytona, timeouts, SANDBOX, POOL, dependencies, PROPERTIES);
    }
}
