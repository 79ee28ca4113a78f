package dev.midori.preview.gateway.submit;

import dev.midori.preview.gateway.problem.Outages;
import dev.midori.preview.state.Knowledge;
import dev.midori.preview.state.Reservations;
import dev.midori.preview.state.Reservations.Reservation;
import dev.midori.preview.state.Reservations.Wish;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/**
 * Waits for a slot where another project's page may be gone: until it has shown no sign for so long that it is, or until
 * it shows one. The thread is a virtual one; the project's text counts against what may be held meanwhile.
 */
@Component
class Vacancies {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    /** Signs take a moment from the gateway to state. */
    private static final Duration SLACK = Duration.ofSeconds(1);

    private final Reservations reservations;
    private final Knowledge knowledge;
    private final Clock clock;

    Vacancies(Reservations reservations, Knowledge knowledge, Clock clock) {
        this.reservations = reservations;
        this.knowledge = knowledge;
        this.clock = clock;
    }

    /** What became of the wish, at once where it can't be waited for. */
    Reservation reserve(Wish wish, Duration patience) {
        var began = clock.instant();
        var reservation = attempt(wish);
        if (!(reservation instanceof Reservation.LimitReached limit)
                || limit.goneIn().isEmpty()) {
            return reservation;
        }
        var goneAt = began.plus(limit.goneIn().get()).plus(SLACK);
        if (goneAt.isAfter(began.plus(patience))) {
            return reservation;
        }
        return waitFor(wish, reservation, goneAt);
    }

    private Reservation waitFor(Wish wish, Reservation refusal, Instant goneAt) {
        var reservation = refusal;
        while (reservation instanceof Reservation.LimitReached(var _, var goneIn)
                && goneIn.isPresent()
                && !clock.instant().plus(goneIn.get()).isAfter(goneAt)) {
            pause(goneIn.get());
            reservation = attempt(wish);
        }
        return reservation;
    }

    /** Redis may have lost everything since the request came in; a reservation could be one too many then. */
    private Reservation attempt(Wish wish) {
        if (!knowledge.isComplete()) {
            throw Outages.state().asException();
        }
        return reservations.reserve(wish);
    }

    private static void pause(Duration goneIn) {
        try {
            Thread.sleep(goneIn.compareTo(LOOK_AGAIN) < 0 ? goneIn.plusMillis(10) : LOOK_AGAIN);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for another page to be gone", e);
        }
    }
}
