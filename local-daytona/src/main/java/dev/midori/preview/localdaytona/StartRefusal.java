package dev.midori.preview.localdaytona;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringBootExceptionReporter;

/**
 * Says in one line why this server does not start, where it says so itself: what led there is of no use to whoever has to
 * install something or to change a setting.
 */
final class StartRefusal implements SpringBootExceptionReporter {
    private static final Logger log = LoggerFactory.getLogger(StartRefusal.class);

    @Override
    public boolean reportException(Throwable failure) {
        var cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof IllegalStateException refusal) {
            log.error("not started: {}", refusal.getMessage());
            return true;
        }
        return false;
    }
}
