package dev.midori.preview.gateway.caller;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * The keys that sessions may be encrypted with, derived from the application's secret once. As in {@code jwt} of
 * {@code next-auth} 4 and of {@code @auth/core}: HKDF with SHA-256, for v4 with no salt and 32 bytes for A256GCM, for v5
 * with the cookie's name as salt, and 64 bytes for A256CBC-HS512 or 32 for A256GCM, which it reads too.
 */
final class SessionKeys {
    private static final String V4 = "NextAuth.js Generated Encryption Key";
    private static final int GCM_BYTES = 32;
    private static final int CBC_BYTES = 64;

    private final List<Key> keys;

    /** One key: the cookie's name that it is for, its use, and the name that a token may call it by. */
    private record Key(String cookie, EncryptionMethod method, SecretKey secret, Base64URL id) {
        boolean fits(EncryptionMethod wanted, Optional<String> keyId) {
            return method.equals(wanted)
                    && keyId.filter(name -> !name.equals(id.toString())).isEmpty();
        }
    }

    /** @param secrets the current one first */
    SessionKeys(List<String> secrets) {
        var all = new ArrayList<Key>();
        for (var secret : secrets) {
            SessionCookies.V4.forEach(cookie -> all.add(v4(cookie, secret)));
            for (var cookie : SessionCookies.V5) {
                all.add(v5(cookie, secret, EncryptionMethod.A256CBC_HS512, CBC_BYTES));
                all.add(v5(cookie, secret, EncryptionMethod.A256GCM, GCM_BYTES));
            }
        }
        this.keys = List.copyOf(all);
    }

    /** Those that a token which came in this cookie may be encrypted with; only a few, whatever it says of itself. */
    List<SecretKey> of(String cookie, EncryptionMethod method, Optional<String> keyId) {
        return keys.stream()
                .filter(key -> key.cookie().equals(cookie) && key.fits(method, keyId))
                .map(Key::secret)
                .toList();
    }

    /** Those of a token that came in no cookie. */
    List<SecretKey> of(EncryptionMethod method, Optional<String> keyId) {
        return keys.stream()
                .filter(key -> key.fits(method, keyId))
                .map(Key::secret)
                .distinct()
                .toList();
    }

    private static Key v4(String cookie, String secret) {
        return key(cookie, EncryptionMethod.A256GCM, derive(secret, "", V4, GCM_BYTES));
    }

    private static Key v5(String cookie, String secret, EncryptionMethod method, int length) {
        return key(
                cookie,
                method,
                derive(secret, cookie, "Auth.js Generated Encryption Key (%s)".formatted(cookie), length));
    }

    /** Auth.js names a key by its thumbprint (RFC 7638), in the SHA-2 that is as long as the key. */
    private static Key key(String cookie, EncryptionMethod method, SecretKey secret) {
        try {
            var hash = "SHA-" + method.cekBitLength();
            var id = new OctetSequenceKey.Builder(secret.getEncoded()).build().computeThumbprint(hash);
            return new Key(cookie, method, secret, id);
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java has SHA-256 and SHA-512", e);
        }
    }

    private static SecretKey derive(String secret, String salt, String info, int length) {
        var parameters = HKDFParameterSpec.ofExtract()
                .addIKM(secret.getBytes(StandardCharsets.UTF_8))
                .addSalt(salt.getBytes(StandardCharsets.UTF_8))
                .thenExpand(info.getBytes(StandardCharsets.UTF_8), length);
        try {
            return KDF.getInstance("HKDF-SHA256").deriveKey("AES", parameters);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java 25 has HKDF", e);
        }
    }
}
