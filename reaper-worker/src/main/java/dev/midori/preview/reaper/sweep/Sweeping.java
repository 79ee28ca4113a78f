package dev.midori.preview.reaper.sweep;

import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.state.Liveness.Claims;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;

/** A sweep under way: claims batch by batch, publishes what follows, and passes over what it has to leave where it is. */
final class Sweeping {
    private final Stops.Publishing publishing;
    private final int[] kept = new int[Partition.COUNT];
    private int claimed;
    private int broken;

    Sweeping(Stops.Publishing publishing) {
        this.publishing = publishing;
    }

    /** Claims a batch of a partition, given how many at its head were kept. */
    @FunctionalInterface
    interface Claim {
        Claims of(Partition partition, int skip);
    }

    Round over(BooleanSupplier mayGoOn, int batch, Claim claim, Logger log) {
        ToIntFunction<Partition> look = partition -> {
            var claims = claim.of(partition, kept[partition.number()]);
            kept[partition.number()] += claims.kept();
            broken += claims.broken();
            claimed += claims.orders().size();
            publishing.publish(claims.orders());
            return claims.looked();
        };
        var round = Round.over(mayGoOn, batch, look);
        round.warnOfFailures(log);
        if (broken > 0) {
            log.atWarn()
                    .addKeyValue("records", broken)
                    .log(
                            "🔄 [CLEANUP SERVICE] records could not be handled and are passed over; see the memory action");
        }
        return round;
    }

    Report report(String message, Round round) {
        int left = 0;
        for (int here : kept) {
            left += here;
        }
        return Report.of(message)
                .with("found", round.found())
                .with("claimed", claimed)
                .with("kept", left)
                .with("published", publishing.published())
                .with("failed", publishing.failed());
    }
}
