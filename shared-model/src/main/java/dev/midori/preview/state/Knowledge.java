package dev.midori.preview.state;

/**
 * Whether state knows of everything that exists at Daytona. It doesn't in a new deployment, or after Redis has lost
 * what it held: nothing may be told to be missing then, and nothing be removed.
 */
public interface Knowledge {
    /** Whether a whole comparison with Daytona has been made since Redis began to remember. */
    boolean isComplete();

    /** A comparison begins. Answers a mark that Redis keeps for as long as it remembers, or until another one begins. */
    String begin();

    /**
     * The comparison that began with this mark has been made.
     *
     * @return whether it counts: it doesn't where Redis has lost meanwhile what it held
     */
    boolean completed(String mark);
}
