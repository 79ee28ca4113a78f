package dev.midori.preview.limits;

import dev.midori.preview.sandbox.PoolSlot;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;

/**
 * Sandboxes that wait, started, for the next project that looks like their template. Each costs what any running sandbox
 * does for as long as it waits.
 *
 * @param enabled        whether any wait; what waited before goes once none shall
 * @param templates      what they run meanwhile
 * @param maxAge         after which one that nobody has claimed is replaced
 * @param leastLifeLeft  what must be left of that age for it to be claimed
 * @param maxFailures    in a row after which a template is filled no more, until an operator resumes or its files change
 * @param refillInterval how often what is missing is filled, and what is too much removed
 */
@ConfigurationProperties("preview.pool")
public record PoolSettings(
        @DefaultValue("false") boolean enabled,
        @DefaultValue List<Template> templates,
        @DefaultValue("4h") Duration maxAge,
        @DefaultValue("1m") Duration leastLifeLeft,
        @DefaultValue("5") int maxFailures,
        @DefaultValue("10s") Duration refillInterval) {
    private static final int LARGEST = 1000;

    /**
     * A project that waits in so many sandboxes.
     *
     * @param name    1 to 40 lower-case letters, digits and dashes
     * @param project where its JSON is, in the form that {@code POST /api/preview/daytona} takes
     */
    public record Template(
            String name,
            Resource project,
            @DefaultValue("1") int size) {
        public Template {
            var _ = new PoolSlot(name, 0);
            if (size < 0 || size > LARGEST) {
                throw new IllegalArgumentException(
                        "preview.pool.templates: the size of '%s' (%d) must be 0 to %d".formatted(name, size, LARGEST));
            }
        }
    }

    public PoolSettings {
        templates = List.copyOf(templates);
        Check.positive("preview.pool.max-age", maxAge);
        Check.positive("preview.pool.refill-interval", refillInterval);
        Check.atLeastOne("preview.pool.max-failures", maxFailures);
        Check.below("preview.pool.least-life-left", leastLifeLeft, "preview.pool.max-age", maxAge);
        Check.below("preview.pool.max-age", maxAge, "the age that no sandbox outlives", PreviewLimits.LONGEST_LIFE);
        if (templates.stream().map(Template::name).distinct().count() < templates.size()) {
            throw new IllegalArgumentException(
                    "preview.pool.templates: two are named alike, of %s".formatted(names(templates)));
        }
    }

    private static String names(List<Template> templates) {
        return templates.stream().map(Template::name).collect(Collectors.joining(", "));
    }
}
