package dev.midori.preview.gateway.problem;

import org.springframework.http.HttpStatus;

/** What a request may be refused for. Clients read these words; each has one HTTP status. */
public enum Code {
    INVALID_REQUEST(HttpStatus.BAD_REQUEST),
    MISSING_PROJECT_ID(HttpStatus.BAD_REQUEST),
    MISSING_SANDBOX_ID(HttpStatus.BAD_REQUEST),
    NO_FILES(HttpStatus.BAD_REQUEST),
    INVALID_FILE_PATH(HttpStatus.BAD_REQUEST),
    INVALID_ACTION(HttpStatus.BAD_REQUEST),
    UNAUTHORIZED(HttpStatus.UNAUTHORIZED),
    FORBIDDEN(HttpStatus.FORBIDDEN),
    NOT_FOUND(HttpStatus.NOT_FOUND),
    SANDBOX_NOT_FOUND(HttpStatus.NOT_FOUND),
    DEAD_LETTER_NOT_FOUND(HttpStatus.NOT_FOUND),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE),
    NOT_RUNNING(HttpStatus.CONFLICT),
    CONTENT_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE),
    FILE_NOT_FOUND(HttpStatus.NOT_FOUND),
    EDIT_CONFLICT(HttpStatus.CONFLICT),
    PROJECT_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE),
    FILE_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE),
    TOO_MANY_FILES(HttpStatus.CONTENT_TOO_LARGE),
    UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE),
    QUOTA_EXCEEDED(HttpStatus.TOO_MANY_REQUESTS),
    CONCURRENCY_LIMIT(HttpStatus.TOO_MANY_REQUESTS),
    RATE_LIMITED(HttpStatus.TOO_MANY_REQUESTS),
    INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR),
    GATEWAY_BUSY(HttpStatus.SERVICE_UNAVAILABLE),
    BROKER_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE),
    CLEANUP_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE),
    STATE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE),
    NO_ANSWER(HttpStatus.GATEWAY_TIMEOUT);

    private final HttpStatus status;

    Code(HttpStatus status) {
        this.status = status;
    }

    /** What HTTP says of it. */
    public HttpStatus status() {
        return status;
    }
}
