package dev.midori.preview.localdaytona.machine.namespace;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What each machine may take of this host.
 *
 * @param memory    of all its processes together, files in {@code /tmp} included; held by control groups
 * @param processes how many there may be at once, threads included
 * @param cpus      how many processors' time; all of them where null, though behind everything else on this host
 * @param disk      what its home may hold: one file never more, all of them together not for longer than some seconds
 */
@ConfigurationProperties("local-daytona.limits")
public record Limits(
        @DefaultValue("4GB") DataSize memory,
        @DefaultValue("2000") int processes,
        @Nullable Double cpus,
        @DefaultValue("10GB") DataSize disk) {
    private static final int FEWEST_PROCESSES = 50;

    public Limits {
        if (memory.toMegabytes() < 64 || disk.toMegabytes() < 1 || processes < FEWEST_PROCESSES) {
            throw new IllegalArgumentException(
                    "local-daytona.limits: nothing runs with less than 64MB of memory, 1MB of disk and %d processes"
                            .formatted(FEWEST_PROCESSES));
        }
        if (cpus != null && cpus <= 0) {
            throw new IllegalArgumentException(
                    "local-daytona.limits.cpus: %s is no number of processors".formatted(cpus));
        }
    }
}
