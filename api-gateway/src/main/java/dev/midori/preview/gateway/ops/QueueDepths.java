package dev.midori.preview.gateway.ops;

import java.util.List;
import java.util.Optional;

/** How much waits on the broker. */
public interface QueueDepths {
    /** Every queue of ours, in the order that work takes; empty where the broker doesn't answer. */
    Optional<List<Depth>> now();

    /**
     * One queue.
     *
     * @param kind      {@code work}, {@code wait} or {@code dead}
     * @param messages  that wait; those being worked on don't count
     * @param consumers that take from it
     */
    record Depth(String name, String kind, long messages, int consumers) {}
}
