package dev.midori.preview.gateway.caller;

import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.Reason;
import dev.midori.preview.sandbox.UserId;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Callers that show a key: the application's own server, for any of its users, and operators. */
final class KeyCallers implements Callers {
    /** The header that a key comes in. */
    static final String KEY = "X-Api-Key";

    private static final UserId OPERATOR = new UserId("operator");

    private final byte[] serviceKey;
    private final byte[] adminKey;
    private final Callers others;

    /** @param others tells who calls without a key; a key that is empty opens nothing */
    KeyCallers(String serviceKey, String adminKey, Callers others) {
        this.serviceKey = serviceKey.getBytes(StandardCharsets.UTF_8);
        this.adminKey = adminKey.getBytes(StandardCharsets.UTF_8);
        this.others = others;
    }

    @Override
    public Caller of(HttpServletRequest request) {
        var key = request.getHeader(KEY);
        if (key == null) {
            return others.of(request);
        }
        var user = request.getHeader("X-User-Id");
        if (opens(adminKey, key)) {
            return new Caller(user == null ? OPERATOR : userId(user), true);
        }
        if (opens(serviceKey, key)) {
            return new Caller(userId(user), false);
        }
        throw Problem.of(Reason.KEY_NOT_VALID).asException();
    }

    private static boolean opens(byte[] key, String candidate) {
        return key.length > 0 && MessageDigest.isEqual(key, candidate.getBytes(StandardCharsets.UTF_8));
    }

    private static UserId userId(@Nullable String user) {
        return Optional.ofNullable(user)
                .flatMap(UserId::parse)
                .orElseThrow(() -> Problem.of(Reason.USER_ID_NOT_VALID).asException());
    }
}
