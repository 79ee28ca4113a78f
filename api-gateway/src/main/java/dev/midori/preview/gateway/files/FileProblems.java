package dev.midori.preview.gateway.files;

import dev.midori.preview.command.Reply;
import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.sandbox.FailureCode;
import java.util.Arrays;
import org.springframework.http.HttpStatus;

/** What a worker refused, as HTTP says it. */
final class FileProblems {
    private FileProblems() {}

    static Problem of(Reply.Refused refused) {
        return Problem.of(statusOf(refused.code()), refused.code(), refused.message(), refused.hint());
    }

    private static HttpStatus statusOf(String code) {
        return switch (code) {
            case "NOT_RUNNING", "EDIT_CONFLICT" -> HttpStatus.CONFLICT;
            case "FILE_NOT_FOUND" -> HttpStatus.NOT_FOUND;
            case "FILE_TOO_LARGE", "TOO_MANY_FILES" -> HttpStatus.CONTENT_TOO_LARGE;
            default ->
                Arrays.stream(FailureCode.values())
                        .filter(known -> known.name().equals(code))
                        .findFirst()
                        .map(known -> statusOf(known.fault()))
                        .orElse(HttpStatus.BAD_GATEWAY);
        };
    }

    /** Proxies replace the bodies of 502, so a project's own fault isn't one. */
    private static HttpStatus statusOf(FailureCode.Fault fault) {
        return switch (fault) {
            case PROJECT -> HttpStatus.UNPROCESSABLE_CONTENT;
            case WORLD -> HttpStatus.BAD_GATEWAY;
            case TIME -> HttpStatus.GATEWAY_TIMEOUT;
            case OURS -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }
}
