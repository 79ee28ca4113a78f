package dev.midori.preview.gateway.problem;

import org.springframework.http.HttpStatus;

/** Problems that HTTP itself has words for: no such route, no such method, and so on. */
final class HttpProblems {
    private HttpProblems() {}

    /** @param status as some part of the server decided it; what isn't an error there is one of ours */
    static Problem of(int status) {
        var known = HttpStatus.resolve(status);
        if (known == null || !known.isError()) {
            known = HttpStatus.INTERNAL_SERVER_ERROR;
        }
        return switch (known) {
            case BAD_REQUEST -> Problem.of(Reason.INVALID_REQUEST);
            case UNAUTHORIZED -> Problem.of(Reason.UNAUTHORIZED);
            case FORBIDDEN -> Problem.of(Reason.FORBIDDEN);
            case NOT_FOUND -> Problem.of(Reason.NOT_FOUND);
            case METHOD_NOT_ALLOWED -> Problem.of(Reason.METHOD_NOT_ALLOWED);
            case NOT_ACCEPTABLE -> Problem.of(Reason.NOT_ACCEPTABLE);
            case CONTENT_TOO_LARGE -> Problem.of(Reason.CONTENT_TOO_LARGE);
            case UNSUPPORTED_MEDIA_TYPE -> Problem.of(Reason.UNSUPPORTED_MEDIA_TYPE);
            case INTERNAL_SERVER_ERROR -> Problem.of(Reason.INTERNAL_ERROR);
            default ->
                Problem.of(
                        known, known.name(), known.is5xxServerError() ? Reason.INTERNAL_ERROR : Reason.INVALID_REQUEST);
        };
    }
}
