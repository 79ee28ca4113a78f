package dev.midori.preview.daytona;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one sandbox.
 *
 * <p>A session is one shell that lives until it is deleted or the sandbox stops. Its commands run strictly one after
 * another, so each long-running one needs a session of its own. A command that ends the shell ({@code exit},
 * {@code exec}, {@code set -e}) never gets an exit code: put it in a subshell.
 */
public interface Processes {
    /**
     * Starts a session.
     *
     * @param sessionId letters, digits, {@code _} and {@code -}
     * @return false when it existed already
     */
    boolean createSession(String sessionId);

    /** The ids of all sessions that there are. */
    List<String> sessions();

    /** The session and its commands; empty when there is none of that id (any more). */
    Optional<Session> session(String sessionId);

    /**
     * Gives the session a command and returns at once. Not safe to repeat: look at {@link #session} first.
     *
     * @throws DaytonaException.NotFound there is no such session
     */
    CommandRef run(String sessionId, String command);

    /** How far the command is; empty when it or its session is gone. */
    Optional<CommandState> command(CommandRef command);

    /**
     * Everything that the command has written so far; empty when it or its session is gone.
     *
     * @throws DaytonaException.Rejected it has written more than this client reads, several MiB
     */
    Optional<CommandLogs> logs(CommandRef command);

    /**
     * Ends the session, its commands and everything they started: politely, after 5 seconds by force. Their logs go too.
     *
     * @return false when there was none of that id
     */
    boolean deleteSession(String sessionId);

    /**
     * Runs one command and waits for its end. A failing command is an answer, not an exception.
     *
     * @param cwd     where to run it; the work directory when null
     * @param timeout whole seconds, at least one; after it the command is killed and its output lost
     * @throws DaytonaException.Unavailable also when the command outlived its timeout
     */
    ExecuteResponse execute(String command, @Nullable String cwd, Map<String, String> env, Duration timeout);
}
