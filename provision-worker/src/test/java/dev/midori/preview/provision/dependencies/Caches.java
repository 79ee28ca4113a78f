package dev.midori.preview.provision.dependencies;

import dev.midori.preview.limits.DependencySettings;
import dev.midori.preview.limits.PreviewTimeouts;
import dev.midori.preview.provision.WorkerSettings;
import dev.midori.preview.provision.fake.FakeDaytona;
import dev.midori.preview.provision.job.Departure;
import dev.midori.preview.provision.job.JobMeters;
import dev.midori.preview.provision.step.Pipelines;
import dev.midori.preview.state.DependencySets;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;

/** The parts of one worker that keep dependencies, on a Daytona in memory. */
public final class Caches implements AutoCloseable {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final DependencyMeters meters = new DependencyMeters(registry);
    private final Names names = new Names(Pipelines.PROPERTIES);
    private final DependencyBuilder builder;
    private final DependencySweep sweep;
    private final DependencyBuilds builds;
    private final DependencyCache cache;

    public Caches(
            FakeDaytona daytona,
            DependencySets sets,
            DependencySettings settings,
            WorkerSettings worker,
            PreviewTimeouts timeouts,
            JobMeters jobs,
            Departure departure,
            Clock clock) {
        sweep = new DependencySweep(daytona, sets, names, settings, timeouts, clock);
        builder = new DependencyBuilder(
                daytona, sets, sweep, names, meters, settings, timeouts, Pipelines.SANDBOX, worker, departure, clock);
        builds = new DependencyBuilds(builder, settings, worker, jobs, () -> false, departure, clock);
        cache = new DependencyCache(sets, builds, settings, Pipelines.SANDBOX, Pipelines.PROPERTIES, meters);
        builds.afterPropertiesSet();
    }

    public DependencyCache cache() {
        return cache;
    }

    public void sweep() {
        sweep.sweep();
    }

    /** What the names of snapshots begin with. */
    public String prefix() {
        return names.ours();
    }

    /** How often jobs found that. */
    public long uses(String outcome) {
        return (long) registry.find("preview.dependencies.uses").tag("outcome", outcome).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    /** How many builds ended so. */
    public long builds(String outcome) {
        return registry.find("preview.dependencies.build").tag("outcome", outcome).timers().stream()
                .mapToLong(timer -> timer.count())
                .sum();
    }

    @Override
    public void close() {
        try {
            builds.destroy();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
