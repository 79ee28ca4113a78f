package dev.midori.preview.reaper.pool;

import dev.midori.preview.limits.PoolSettings;
import dev.midori.preview.state.PoolSwitch;
import dev.midori.preview.state.PoolSwitch.Standing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** How the warm pool stands, as metrics of each replica: take the largest over all reapers, not the sum. */
@Component
class PoolGauges implements MeterBinder {
    private static final Logger log = LoggerFactory.getLogger(PoolGauges.class);

    private final PoolSettings settings;
    private final PoolSwitch pool;
    private volatile @Nullable Seen seen;

    PoolGauges(PoolSettings settings, PoolSwitch pool) {
        this.settings = settings;
        this.pool = pool;
    }

    private record Seen(boolean on, Map<String, Standing> templates) {}

    @Override
    public void bindTo(MeterRegistry registry) {
        if (!settings.enabled()) {
            return;
        }
        Gauge.builder("preview.pool.on", this, gauges -> gauges.figure(seen -> seen.on() ? 1 : 0))
                .description("0 where an operator has paused the warm pool")
                .register(registry);
        for (var template : settings.templates()) {
            sandboxes(registry, template.name(), "wanted", Standing::size);
            sandboxes(registry, template.name(), "ready", Standing::ready);
            sandboxes(registry, template.name(), "filling", Standing::filling);
            gauge("preview.pool.stopped", template.name(), standing -> standing.stopped() ? 1 : 0)
                    .description("1 where a template failed so often that it is filled no more")
                    .register(registry);
        }
    }

    private void sandboxes(MeterRegistry registry, String template, String state, ToDoubleFunction<Standing> figure) {
        gauge("preview.pool.sandboxes", template, figure)
                .tag("state", state)
                .description("sandboxes of a template that shall wait, do wait, and are on their way")
                .register(registry);
    }

    private Gauge.Builder<PoolGauges> gauge(String name, String template, ToDoubleFunction<Standing> figure) {
        return Gauge.builder(
                        name,
                        this,
                        gauges -> gauges.figure(seen -> {
                            var standing = seen.templates().get(template);
                            return standing == null ? Double.NaN : figure.applyAsDouble(standing);
                        }))
                .tag("template", template);
    }

    private double figure(ToDoubleFunction<Seen> of) {
        var now = seen;
        return now == null ? Double.NaN : of.applyAsDouble(now);
    }

    @Scheduled(fixedDelayString = "${preview.reaper.figures-interval:15s}")
    void look() {
        try {
            seen = new Seen(
                    pool.isOn(),
                    pool.reported().stream().collect(Collectors.toMap(Standing::name, Function.identity())));
        } catch (DataAccessException e) {
            seen = null;
            log.atDebug().setCause(e).log("🔥 [POOL] Redis does not tell how it stands");
        }
    }
}
