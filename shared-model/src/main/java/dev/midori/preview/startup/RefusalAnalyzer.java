package dev.midori.preview.startup;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/**
 * Says why a service refuses to start in the words of whoever refused, instead of a page of stack trace. Refusals are
 * the {@link IllegalStateException}s and {@link IllegalArgumentException}s of our own settings and checks.
 */
final class RefusalAnalyzer implements FailureAnalyzer {
    private static final String OURS = "dev.midori.preview.";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if ((cause instanceof IllegalStateException || cause instanceof IllegalArgumentException)
                    && isOurs(cause)) {
                return new FailureAnalysis(cause.getMessage(), null, cause);
            }
        }
        return null;
    }

    private static boolean isOurs(Throwable cause) {
        var trace = cause.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith(OURS);
    }
}
