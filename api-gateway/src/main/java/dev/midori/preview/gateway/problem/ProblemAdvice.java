package dev.midori.preview.gateway.problem;

import dev.midori.preview.messaging.Commands.NotQueuedException;
import dev.midori.preview.state.UnreadableStateException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Map;
import org.apache.coyote.BadRequestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** The one place where an exception becomes an answer. */
@RestControllerAdvice
class ProblemAdvice {
    private static final Logger log = LoggerFactory.getLogger(ProblemAdvice.class);

    private final MeterRegistry meters;
    private final OncePerSecond brokerRefusals;
    private final OncePerSecond stateRefusals;

    ProblemAdvice(MeterRegistry meters, Clock clock) {
        this.meters = meters;
        this.brokerRefusals = new OncePerSecond(clock);
        this.stateRefusals = new OncePerSecond(clock);
        // An increase is seen from the second sample on, so the first refusal of a code must not be its first sample.
        for (var code : Code.values()) {
            refusals(code.name());
        }
    }

    private Counter refusals(String code) {
        return meters.counter("preview.refusals", "code", code);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> refused(ProblemException refusal) {
        return counted(refusal.problem());
    }

    private ResponseEntity<Map<String, Object>> counted(Problem problem) {
        refusals(problem.code()).increment();
        return problem.asResponse();
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> brokerDown(NotQueuedException failure) {
        warn(brokerRefusals.come(), failure, "a command was not taken; the caller is told to retry");
        return counted(Outages.broker());
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> stateDown(DataAccessException failure) {
        warn(stateRefusals.come(), failure, "state did not answer; the caller is told to retry");
        return counted(Outages.state());
    }

    private static void warn(long refused, Exception failure, String text) {
        if (refused > 0) {
            log.atWarn()
                    .addKeyValue("cause", String.valueOf(failure.getMessage()))
                    .addKeyValue("refusedSinceLastTold", refused)
                    .log(text);
        }
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> badParameter(MethodArgumentTypeMismatchException failure) {
        return Problem.of(Reason.PARAMETER_NOT_VALID, failure.getName()).asResponse();
    }

    /** What Spring refuses before a controller is reached knows its own status and headers, such as {@code Allow}. */
    @ExceptionHandler({Exception.class, UnreadableStateException.class})
    ResponseEntity<Map<String, Object>> other(Exception failure, HttpServletRequest request) {
        var status = statusOf(failure);
        var problem = HttpProblems.of(status);
        if (problem.status().is5xxServerError()) {
            log.atError()
                    .addKeyValue("method", request.getMethod())
                    .setCause(failure)
                    .log("a request failed unexpectedly; the caller is told so without the reason");
        }
        var answer = ResponseEntity.status(problem.status());
        if (failure instanceof ErrorResponse response) {
            answer.headers(response.getHeaders());
        }
        return answer.headers(problem.headers()).body(problem.body(LocaleContextHolder.getLocale()));
    }

    private static int statusOf(Exception failure) {
        if (failure instanceof ErrorResponse response) {
            return response.getStatusCode().value();
        }
        if (failure instanceof BadRequestException || failure instanceof RequestRejectedException) {
            return 400; // the body breaks off, or is no body; or a header has what none may have
        }
        var declared = AnnotationUtils.findAnnotation(failure.getClass(), ResponseStatus.class);
        return declared == null ? 500 : declared.code().value();
    }
}
