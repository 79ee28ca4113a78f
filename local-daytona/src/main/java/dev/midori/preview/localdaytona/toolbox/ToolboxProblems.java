package dev.midori.preview.localdaytona.toolbox;

import dev.midori.preview.localdaytona.machine.GuestFiles;
import dev.midori.preview.localdaytona.machine.MachineException;
import dev.midori.preview.localdaytona.sandbox.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/** Errors in the form of Daytona's toolbox; without a message there is no body either. */
@RestControllerAdvice(basePackageClasses = ToolboxProblems.class)
class ToolboxProblems {
    private static final Logger log = LoggerFactory.getLogger(ToolboxProblems.class);

    private final Clock clock;

    ToolboxProblems(Clock clock) {
        this.clock = clock;
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> refused(Refused refusal, HttpServletRequest request) {
        return answer(refusal.status(), String.valueOf(refusal.getMessage()), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> failed(MachineException failure, HttpServletRequest request) {
        return answer(400, String.valueOf(failure.getMessage()), request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> missing(GuestFiles.NoSuchFile failure, HttpServletRequest request) {
        return answer(404, String.valueOf(failure.getMessage()), request);
    }

    @ExceptionHandler({HttpMessageNotReadableException.class, MethodArgumentTypeMismatchException.class})
    ResponseEntity<Map<String, Object>> unreadable(Exception failure, HttpServletRequest request) {
        return answer(400, "invalid request", request);
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> other(Exception failure, HttpServletRequest request) {
        var status = failure instanceof ErrorResponse response
                ? response.getStatusCode().value()
                : 500;
        if (status >= 500) {
            log.atError().setCause(failure).log("a request failed unexpectedly");
        }
        return answer(status, status >= 500 ? "internal server error" : "bad request", request);
    }

    private ResponseEntity<Map<String, Object>> answer(int status, String message, HttpServletRequest request) {
        if (message.isEmpty()) {
            return ResponseEntity.status(status).build();
        }
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body(status, code(status), message, clock.instant(), request));
    }

    static Map<String, Object> body(int status, String code, String message, Instant time, HttpServletRequest request) {
        var body = new LinkedHashMap<String, Object>();
        body.put("statusCode", status);
        body.put("source", "DAYTONA_DAEMON");
        body.put("code", code);
        body.put("message", message);
        body.put("timestamp", time.toString());
        body.put("path", request.getRequestURI());
        body.put("method", request.getMethod());
        return body;
    }

    private static String code(int status) {
        return switch (status) {
            case 404 -> "NOT_FOUND";
            case 408 -> "PROCESS_EXECUTION_TIMEOUT";
            case 409 -> "CONFLICT";
            case 410 -> "SESSION_ENDED";
            case 500 -> "INTERNAL_SERVER_ERROR";
            default -> "BAD_REQUEST";
        };
    }
}
