package dev.midori.preview.localdaytona.fault;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** The faults that are switched on. */
@Component
class Faults {
    private final Random random = new Random();
    private final Clock clock;
    private volatile List<Active> active = List.of();

    Faults(Clock clock) {
        this.clock = clock;
    }

    private record Active(Fault fault, Instant since, AtomicInteger left) {
        static Active of(Fault fault, Instant since) {
            var times = fault.times() == null ? Integer.MAX_VALUE : fault.times();
            return new Active(fault, since, new AtomicInteger(times));
        }

        boolean goesOn(Instant now) {
            return fault.goesOn(Duration.between(since, now));
        }

        boolean strikes() {
            return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        }
    }

    /** These, each from now on or when it says, and no others. */
    void replace(List<Fault> faults) {
        var now = clock.instant();
        active = faults.stream().map(fault -> Active.of(fault, now)).toList();
    }

    List<Fault> all() {
        return active.stream().map(Active::fault).toList();
    }

    /** The first that strikes this call. */
    Optional<Fault> strike(Operation operation) {
        var now = clock.instant();
        return active.stream()
                .filter(one -> one.fault().isFor(operation) && one.goesOn(now))
                .filter(one -> isItsTurn(one.fault()) && one.strikes())
                .map(Active::fault)
                .findFirst();
    }

    private boolean isItsTurn(Fault fault) {
        return fault.rate() == null || random.nextDouble() < fault.rate();
    }
}
