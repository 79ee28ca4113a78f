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
        return Problem.of(known, code(known), error(known), hint(known));
    }

    private static String code(HttpStatus status) {
        return switch (status) {
            case BAD_REQUEST -> Code.INVALID_REQUEST.name();
            case INTERNAL_SERVER_ERROR -> Code.INTERNAL_ERROR.name();
            default -> status.name();
        };
    }

    private static String error(HttpStatus status) {
        return switch (status) {
            case BAD_REQUEST -> "The request could not be understood.";
            case NOT_FOUND -> "There is nothing at this address.";
            case METHOD_NOT_ALLOWED -> "This address does not support that method.";
            case NOT_ACCEPTABLE -> "The answer is JSON, and the request does not accept that.";
            case CONTENT_TOO_LARGE -> "The request is too large.";
            case UNSUPPORTED_MEDIA_TYPE -> "The body's media type is not supported here.";
            case INTERNAL_SERVER_ERROR -> "Something went wrong on our side.";
            default -> status.getReasonPhrase() + ".";
        };
    }

    private static String hint(HttpStatus status) {
        return switch (status) {
            case METHOD_NOT_ALLOWED -> "The Allow header lists the methods that it has.";
            case NOT_ACCEPTABLE -> "Leave the Accept header out, or send Accept: application/json.";
            case UNSUPPORTED_MEDIA_TYPE -> "Send JSON with Content-Type: application/json.";
            case INTERNAL_SERVER_ERROR -> "Try again in a moment.";
            default -> "Check the address and the request against the documentation.";
        };
    }
}
