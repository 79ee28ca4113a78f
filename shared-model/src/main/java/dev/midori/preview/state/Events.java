package dev.midori.preview.state;

import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happened to a sandbox, in order. The oldest of many are let go, and all of them some time after it settled. */
public interface Events {
    /** Before everything that happened. */
    String BEGINNING = "0-0";

    /**
     * What happened after a position, oldest first, at most so many.
     *
     * @param position {@link #BEGINNING}, or that of an event
     */
    List<Event> after(SandboxId id, String position, int most);

    /** Whether a text has the form of a position. */
    static boolean isPosition(String text) {
        return text.matches("[0-9]{1,16}-[0-9]{1,9}");
    }

    /** All of a step's output that is kept; empty where there is none. */
    Optional<String> log(SandboxId id, Step step);

    /**
     * One of them.
     *
     * @param position where to go on from
     * @param kind     {@code status}, {@code step}, {@code log}, {@code applied} or {@code done}
     */
    record Event(String position, String kind, Map<String, String> fields) {
        public Event {
            fields = Map.copyOf(fields);
        }
    }
}
