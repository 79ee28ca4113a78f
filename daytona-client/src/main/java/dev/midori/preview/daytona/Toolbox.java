package dev.midori.preview.daytona;

/**
 * What runs inside one sandbox. Each call counts as activity of the sandbox. Relative paths start at the sandbox's work
 * directory.
 *
 * <p>A sandbox that is gone answers every call with {@link DaytonaException.Unauthorized}, one that is not running with
 * {@link DaytonaException.Rejected}, {@link DaytonaException.NotFound} or {@link DaytonaException.Unavailable}: ask
 * {@link Daytona#find} before believing any of them.
 */
public interface Toolbox {
    /** Its files. */
    FileSystem fs();

    /** Its commands. */
    Processes process();

    /**
     * Whether something in the sandbox listens on the port.
     *
     * @param port 3000 to 9999; Daytona rejects others
     */
    boolean portInUse(int port);
}
