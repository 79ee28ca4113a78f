package dev.midori.preview.state;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether the warm pool is filled, as an operator has it, and how it stands. Over all replicas and restarts. */
public interface PoolSwitch {
    /** Whether what is missing is filled: yes, unless an operator said otherwise. What waits is claimed in any case. */
    boolean isOn();

    /** Resuming also forgets how often filling failed until now. */
    void turn(boolean on);

    /** When it was last resumed. */
    Optional<Instant> resumedAt();

    /** Takes the place of the report before; one that is not renewed for a while is forgotten. */
    void report(List<Standing> templates);

    /** How each template stood lately, by name. */
    List<Standing> reported();

    /**
     * A template.
     *
     * @param size     how many shall wait
     * @param ready    how many do
     * @param filling  how many are on their way
     * @param failures in a row
     * @param stopped  whether there were so many that it is filled no more
     */
    record Standing(String name, int size, int ready, int filling, int failures, boolean stopped) {}
}
