package dev.midori.preview.startup;

import java.io.IOException;
import org.springframework.boot.logging.StackTracePrinter;

/** Prints an exception in JSON logs as lines for people have it: what it says and what its causes say, not where they came from. */
public final class CausePrinter implements StackTracePrinter {
    private static final int DEEPEST = 20;

    @Override
    public void printStackTrace(Throwable throwable, Appendable out) throws IOException {
        var cause = throwable;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
            out.append(depth == 0 ? "" : "\nCaused by: ").append(cause.toString());
            cause = cause.getCause();
        }
    }
}
