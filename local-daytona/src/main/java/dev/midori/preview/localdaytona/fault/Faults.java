package dev.midori.preview.localdaytona.fault;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** The faults that are switched on. */
@Component
class Faults {
    private final Random random = new Random();
    private volatile List<Active> active = List.of();

    private record Active(Fault fault, AtomicInteger left) {
        static Active of(Fault fault) {
            return new Active(fault, new AtomicInteger(fault.times() == null ? Integer.MAX_VALUE : fault.times()));
        }

        boolean strikes() {
            return left.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        }
    }

    /** These from now on, and no others. */
    void replace(List<Fault> faults) {
        active = faults.stream().map(Active::of).toList();
    }

    List<Fault> all() {
        return active.stream().map(Active::fault).toList();
    }

    /** The first that strikes this call. */
    Optional<Fault> strike(Operation operation) {
        return active.stream()
                .filter(one -> one.fault().isFor(operation) && isItsTurn(one.fault()) && one.strikes())
                .map(Active::fault)
                .findFirst();
    }

    private boolean isItsTurn(Fault fault) {
        return fault.rate() == null || random.nextDouble() < fault.rate();
    }
}
