package dev.midori.preview.gateway.caller;

import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.Reason;
import dev.midori.preview.sandbox.UserId;

/**
 * Whoever a request comes from.
 *
 * @param admin whether operators' calls are allowed too
 */
public record Caller(UserId user, boolean admin) {
    /** Ends the request with a problem where the caller is no operator. */
    public void requireAdmin() {
        if (!admin) {
            throw Problem.of(Reason.FORBIDDEN).asException();
        }
    }
}
