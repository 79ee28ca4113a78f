package dev.midori.preview.daytona.http;

import dev.midori.preview.daytona.DaytonaException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.client.RestClientException;

/**
 * One call to Daytona. While it runs, its deadline and name are bound to the thread, where {@link CallRequests} and
 * {@link CallObservation} find them.
 *
 * @param name    what it does, for metrics: few different ones
 * @param subject what it is about, for messages
 */
record Call(String name, String subject, Duration timeout) {
    private static final ScopedValue<Call> CURRENT = ScopedValue.newInstance();

    /** A call about one thing, by its id or name. */
    static Call about(String name, String subject, Duration timeout) {
        // Without this, a blank id would make a request about all of them of one about a single one.
        if (subject.isBlank() || subject.matches("\\.+")) {
            throw new IllegalArgumentException("'%s' is neither an id nor a name".formatted(subject));
        }
        return new Call(name, subject, timeout);
    }

    static Call current() {
        return CURRENT.get();
    }

    @Override
    public String toString() {
        return name + " " + subject;
    }

    /** Sends a request whose answer doesn't matter. */
    void send(Runnable request) {
        try {
            ScopedValue.where(CURRENT, this).run(request);
        } catch (Refusal refusal) {
            throw Failures.of(this, refusal);
        } catch (RestClientException failed) {
            throw Failures.of(this, failed);
        }
    }

    /** As {@link #send}, and false where the answer is this status. */
    boolean sendUnless(int status, Runnable request) {
        try {
            ScopedValue.where(CURRENT, this).run(request);
            return true;
        } catch (Refusal refusal) {
            if (refusal.status() == status) {
                return false;
            }
            throw Failures.of(this, refusal);
        } catch (RestClientException failed) {
            throw Failures.of(this, failed);
        }
    }

    /** Sends a request whose answer is needed. */
    <T> T answer(Supplier<@Nullable T> request) {
        try {
            return ScopedValue.where(CURRENT, this).call(() -> present(request.get()));
        } catch (Refusal refusal) {
            throw Failures.of(this, refusal);
        } catch (RestClientException failed) {
            throw Failures.of(this, failed);
        }
    }

    /** As {@link #answer}, and empty on 404. */
    <T> Optional<T> find(Supplier<@Nullable T> request) {
        try {
            return Optional.of(answer(request));
        } catch (DaytonaException.NotFound none) {
            return Optional.empty();
        }
    }

    /** A part of an answer without which the answer is worth nothing. */
    <T> T present(@Nullable T part) {
        if (part == null) {
            throw new DaytonaException.Unavailable(toString(), "the answer is empty or incomplete");
        }
        return part;
    }
}
