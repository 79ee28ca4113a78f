package dev.midori.preview.localdaytona.proxy;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a browser is given once a signed link has let it in: good for one preview, until this server ends. */
final class Cookies {
    private static final String ALGORITHM = "HmacSHA256";

    /** How long a browser keeps one. */
    static final long SECONDS = 3600;

    private final SecretKeySpec key;

    Cookies() {
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** The cookie's name for a sandbox's id or a token. */
    static String name(String idOrToken) {
        return "daytona-sandbox-auth-" + idOrToken;
    }

    String value(String idOrToken) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(idOrToken.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    boolean isValid(String idOrToken, String value) {
        return MessageDigest.isEqual(
                value(idOrToken).getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
    }
}
