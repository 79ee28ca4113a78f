package dev.midori.preview.state;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Which sets of dependencies are installed in a snapshot from which sandboxes can be made. A set is named by a hash of all
 * that decides what is installed; a snapshot is used only once it is said to be ready, by whoever was building it alone.
 *
 * <p>What is no longer used (too old, the least used of too many, half-built and left) is <em>condemned</em> in the same
 * step in which it is forgotten, so that nothing has to be remembered by whoever removes it.
 */
public interface DependencySets {
    /** What there is for a job that wants a set; the question counts as a use. */
    Answer ask(String set);

    /** What there is of a set. */
    sealed interface Answer {
        /** All of it, in that snapshot. */
        record Ready(String snapshot) implements Answer {}

        /** Nothing, and nobody is building it. It was asked for so often. */
        record Wanted(int asked) implements Answer {}

        /** Nothing yet: it is being built, or could not be built a while ago. */
        record Later() implements Answer {}
    }

    /**
     * Begins to build a set, alone; empty where there is one, somebody else is at it, or it failed lately.
     *
     * @param names what the names of the set's snapshots begin with; each attempt has a name of its own
     */
    Optional<Building> begin(String set, String names);

    /**
     * The right to say that a set is ready.
     *
     * @param epoch    higher than that of any builder before
     * @param snapshot the name that the snapshot must have
     */
    record Building(String set, long epoch, String snapshot) {}

    /** Whether it is still this builder's to build, and if so for another while. */
    boolean renew(Building building);

    /**
     * The snapshot is whole, and used from now on.
     *
     * @return how many sets have made room; empty where another builder has begun meanwhile, so that this snapshot is none
     */
    Optional<Integer> ready(Building building, long bytes);

    /**
     * It could not be built; tried again after a while that grows.
     *
     * @param certain whether it would fail again in the same way for as long as a set would be used
     */
    void failed(Building building, boolean certain);

    /** No sandbox could be made from that snapshot: nobody is given it any more. */
    void gone(String set, String snapshot);

    /** Condemns what has grown too old and what builders have left; answers how many there were. */
    int review();

    /** Condemns everything; answers how many there were. */
    int dropAll();

    /** The names of snapshots that are to be removed. */
    Set<String> condemned();

    /** That snapshot is there no more. */
    void removed(String snapshot);

    /** Whether that snapshot is some set's, whole or being built. */
    boolean isKnown(String snapshot);

    /** Whether it is the caller's turn to look at snapshots, which then is nobody else's for that long. */
    boolean takeTurn(Duration time);
}
