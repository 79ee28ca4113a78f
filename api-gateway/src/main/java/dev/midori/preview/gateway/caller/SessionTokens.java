package dev.midori.preview.gateway.caller;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.midori.preview.sandbox.UserId;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Sessions as NextAuth v4 and Auth.js v5 write them: a JWT encrypted with a key of the application's secret ({@code dir}),
 * which nobody else can have made. Whatever else a token says of itself is refused before anything is computed: other
 * algorithms, of which some make a server work long; compression, which a small token could unpack from; great length.
 */
final class SessionTokens {
    /** More than the cookies of a request may hold. */
    static final int LONGEST = 16 << 10;

    private static final int LONGEST_HEADER = 1024;

    /** How far clocks may be apart, as both libraries have it. */
    private static final Duration TOLERANCE = Duration.ofSeconds(15);

    private static final Set<EncryptionMethod> METHODS =
            Set.of(EncryptionMethod.A256GCM, EncryptionMethod.A256CBC_HS512);

    private final SessionKeys keys;
    private final List<String> userClaims;
    private final InstantSource clock;

    SessionTokens(SessionSettings settings, InstantSource clock) {
        this.keys = new SessionKeys(settings.secrets());
        this.userClaims = settings.userClaims();
        this.clock = clock;
    }

    /** Whose session it is; empty where it is none, or no longer one. */
    Optional<Caller> read(SessionCookies.Found found) {
        return read(
                found.token(),
                header ->
                        keys.of(found.cookie(), header.getEncryptionMethod(), Optional.ofNullable(header.getKeyID())));
    }

    /** The same for a token that came in no cookie. */
    Optional<Caller> read(String token) {
        return read(token, header -> keys.of(header.getEncryptionMethod(), Optional.ofNullable(header.getKeyID())));
    }

    @FunctionalInterface
    private interface Fitting {
        List<SecretKey> of(JWEHeader header);
    }

    private Optional<Caller> read(String token, Fitting fitting) {
        if (!isPlausible(token)) {
            return Optional.empty();
        }
        try {
            var header = EncryptedJWT.parse(token).getHeader();
            return isExpected(header)
                    ? fitting.of(header).stream()
                            .flatMap(key -> claims(token, key).stream())
                            .findFirst()
                            .flatMap(this::caller)
                    : Optional.empty();
        } catch (ParseException | RuntimeException _) {
            // The parser's promises do not cover every header that is none.
            return Optional.empty();
        }
    }

    /** Five parts, of which the second, the encrypted key, is empty where the key is agreed upon. */
    private static boolean isPlausible(String token) {
        var header = token.indexOf('.');
        return token.length() <= LONGEST && header > 0 && header <= LONGEST_HEADER && token.startsWith("..", header);
    }

    private static boolean isExpected(JWEHeader header) {
        return JWEAlgorithm.DIR.equals(header.getAlgorithm())
                && METHODS.contains(header.getEncryptionMethod())
                && header.getCompressionAlgorithm() == null
                && header.getCriticalParams() == null;
    }

    private static Optional<JWTClaimsSet> claims(String token, SecretKey key) {
        try {
            var jwt = EncryptedJWT.parse(token);
            jwt.decrypt(new DirectDecrypter(key));
            return Optional.ofNullable(jwt.getJWTClaimsSet());
        } catch (JOSEException | ParseException | RuntimeException _) {
            return Optional.empty();
        }
    }

    private Optional<Caller> caller(JWTClaimsSet claims) {
        return isNow(claims)
                ? user(claims).map(user -> new Caller(user, "admin".equals(claims.getClaim("role"))))
                : Optional.empty();
    }

    private boolean isNow(JWTClaimsSet claims) {
        var now = clock.instant();
        return claims.getExpirationTime() != null
                && now.isBefore(time(claims.getExpirationTime()).plus(TOLERANCE))
                && (claims.getNotBeforeTime() == null
                        || !now.isBefore(time(claims.getNotBeforeTime()).minus(TOLERANCE)));
    }

    private static Instant time(Date date) {
        return date.toInstant();
    }

    private Optional<UserId> user(JWTClaimsSet claims) {
        return userClaims.stream()
                .map(claims::getClaim)
                .filter(Objects::nonNull)
                .findFirst()
                .flatMap(SessionTokens::userId);
    }

    /** Applications with a database count their users; the number is as good as a text. */
    private static Optional<UserId> userId(@Nullable Object claim) {
        return Stream.ofNullable(claim)
                .filter(value -> value instanceof String || value instanceof Long || value instanceof Integer)
                .flatMap(value -> UserId.parse(value.toString()).stream())
                .findFirst();
    }
}
