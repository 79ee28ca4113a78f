package dev.midori.preview.reaper.sweep;

import dev.midori.preview.state.Due.Late;
import java.util.Collection;

/** What Daytona is asked before a preview that nobody has in hand is called late. */
@FunctionalInterface
public interface LastLook {
    /** Begins to look at them, and returns at once. Those that don't run, or that it doesn't come to, are late again in a minute. */
    void at(Collection<Late> late);
}
