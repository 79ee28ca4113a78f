package dev.midori.preview.state;

/**
 * Whether state knows of everything that exists at Daytona. It doesn't in a new deployment, or after Redis has lost
 * what it held: nothing may be told to be missing then, and nothing be removed.
 */
public interface Knowledge {
    /** Whether a whole comparison with Daytona has been made since Redis began to remember. */
    boolean isComplete();

    /** One has been made. */
    void completed();
}
