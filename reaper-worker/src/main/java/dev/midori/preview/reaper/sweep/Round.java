package dev.midori.preview.reaper.sweep;

import dev.midori.preview.sandbox.Partition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * A sweep's way over all partitions, a batch at each, until none has a full batch left. A partition that fails keeps no
 * other waiting; their order is chance, so that a sweep that is cut short doesn't always leave the same ones out.
 */
final class Round {
    private final int batch;
    private final ToIntFunction<Partition> look;
    private int looks;
    private int found;
    private int failed;
    private @Nullable RuntimeException firstFailure;

    private Round(int batch, ToIntFunction<Partition> look) {
        this.batch = batch;
        this.look = look;
    }

    /**
     * Goes all the way round.
     *
     * @param mayGoOn asked before each look
     * @param look    answers how many it found; a full batch means that there may be more
     */
    static Round over(BooleanSupplier mayGoOn, int batch, ToIntFunction<Partition> look) {
        var round = new Round(batch, look);
        var open = new ArrayList<>(Partition.all());
        Collections.shuffle(open);
        while (!open.isEmpty() && mayGoOn.getAsBoolean()) {
            open.removeIf(partition -> mayGoOn.getAsBoolean() && !round.hasMore(partition));
        }
        return round;
    }

    private boolean hasMore(Partition partition) {
        looks++;
        try {
            int here = look.applyAsInt(partition);
            found += here;
            return here >= batch;
        } catch (RuntimeException e) {
            failed++;
            firstFailure = firstFailure == null ? e : firstFailure;
            return false;
        }
    }

    /** How often it looked; at least once at each partition, unless it was cut short. */
    int looks() {
        return looks;
    }

    /** How many were found in all. */
    int found() {
        return found;
    }

    /** Says which sweep left partitions out, if it did. */
    void warnOfFailures(Logger log) {
        if (firstFailure != null) {
            log.atWarn()
                    .addKeyValue("partitions", failed)
                    .setCause(firstFailure)
                    .log("🔄 [CLEANUP SERVICE] partitions could not be looked at; the next sweep tries again");
        }
    }
}
