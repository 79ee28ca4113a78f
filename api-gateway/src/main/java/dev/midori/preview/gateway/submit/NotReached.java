package dev.midori.preview.gateway.submit;

import dev.midori.preview.gateway.lookup.Words;
import dev.midori.preview.gateway.problem.Outages;
import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.Reason;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.FailureCode;
import dev.midori.preview.sandbox.Sandbox;
import org.springframework.http.HttpStatus;

/** Why a preview that was waited for does not run. */
final class NotReached {
    private NotReached() {}

    /** It failed, by whose fault the status says. Proxies replace the bodies of 502, so a project's own fault isn't one. */
    static Problem failed(Sandbox sandbox, Failure failure) {
        if (failure.code() == FailureCode.BROKER_UNAVAILABLE) {
            return Outages.broker().with("sandboxId", sandbox.id());
        }
        var problem = Problem.of(
                        statusOf(failure.code().fault()), failure.code().name(), failure.message(), failure.hint())
                .with("sandboxId", sandbox.id());
        return failure.logTail().isEmpty() ? problem : problem.with("log", failure.logTail());
    }

    private static HttpStatus statusOf(FailureCode.Fault fault) {
        return switch (fault) {
            case PROJECT -> HttpStatus.UNPROCESSABLE_CONTENT;
            case WORLD -> HttpStatus.BAD_GATEWAY;
            case TIME -> HttpStatus.GATEWAY_TIMEOUT;
            case OURS -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    }

    /** It was told to end before it ran. */
    static Problem stopped(Sandbox sandbox) {
        var state = sandbox.state();
        return Problem.of(Reason.NOT_RUNNING)
                .with("sandboxId", sandbox.id())
                .with("sandboxStatus", state.status().word())
                .with("endedBecause", Words.endedBecause(state).orElse("unknown"));
    }
}
