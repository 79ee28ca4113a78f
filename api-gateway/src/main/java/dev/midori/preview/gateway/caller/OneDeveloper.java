package dev.midori.preview.gateway.caller;

import dev.midori.preview.sandbox.UserId;
import jakarta.servlet.http.HttpServletRequest;

/** Every request is the same developer's, who is also admin: for machines on which nobody else can call. */
final class OneDeveloper implements Callers {
    private static final Caller DEVELOPER = new Caller(new UserId("dev-user"), true);

    @Override
    public Caller of(HttpServletRequest request) {
        return DEVELOPER;
    }
}
