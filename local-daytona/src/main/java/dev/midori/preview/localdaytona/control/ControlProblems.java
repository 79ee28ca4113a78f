package dev.midori.preview.localdaytona.control;

import dev.midori.preview.localdaytona.sandbox.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Errors in the form of Daytona's control API. */
@RestControllerAdvice(basePackageClasses = ControlProblems.class)
class ControlProblems {
    private static final Logger log = LoggerFactory.getLogger(ControlProblems.class);

    private final Clock clock;

    ControlProblems(Clock clock) {
        this.clock = clock;
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> refused(Refused refusal, HttpServletRequest request) {
        return answer(refusal.status(), String.valueOf(refusal.getMessage()), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> mistyped(
            MethodArgumentTypeMismatchException failure, HttpServletRequest request) {
        return answer(400, "Invalid " + failure.getName(), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> unreadable(
            HttpMessageNotReadableException failure, HttpServletRequest request) {
        return answer(400, "The body is not what this call takes", request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> other(Exception failure, HttpServletRequest request) {
        var status = failure instanceof ErrorResponse response
                ? response.getStatusCode().value()
                : 500;
        if (status >= 500) {
            log.atError().setCause(failure).log("a request failed unexpectedly");
        }
        return answer(status, status >= 500 ? "Internal server error" : "Bad request", request);
    }

    private ResponseEntity<Map<String, Object>> answer(int status, String message, HttpServletRequest request) {
        var known = HttpStatus.resolve(status);
        var body = new LinkedHashMap<String, Object>();
        body.put("path", request.getRequestURI());
        body.put("timestamp", clock.instant().toString());
        body.put("statusCode", status);
        body.put("error", known == null ? "Error" : known.getReasonPhrase());
        body.put("message", message);
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body);
    }
}
