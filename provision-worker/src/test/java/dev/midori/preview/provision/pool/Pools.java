package dev.midori.preview.provision.pool;

import dev.midori.preview.daytona.Daytona;
import dev.midori.preview.provision.dependencies.DependencyCache;
import dev.midori.preview.provision.step.Pipelines;
import dev.midori.preview.state.PoolClaims;
import dev.midori.preview.template.PoolTemplate;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;

/** The warm pool of one worker. */
public final class Pools {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final SlotPool pool;

    public Pools(Daytona daytona, PoolClaims claims, List<PoolTemplate> templates, DependencyCache dependencies) {
        pool = new SlotPool(
                new Templates(templates, dependencies),
                claims,
                daytona,
                new PoolMeters(registry),
                Pipelines.PROPERTIES);
    }

    public WarmPool pool() {
        return pool;
    }

    /** How many claims came to that. */
    public long claims(String outcome) {
        return (long) registry.find("preview.pool.claims").tag("outcome", outcome).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** How many sandboxes were counted as having waited. */
    public long waited() {
        return registry.find("preview.sandbox.life").tag("reason", "handed_over").timers().stream()
                .mapToLong(timer -> timer.count())
                .sum();
    }
}
