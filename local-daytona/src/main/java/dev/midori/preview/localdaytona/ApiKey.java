package dev.midori.preview.localdaytona;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The one key that opens everything here. */
@Component
public class ApiKey {
    private static final Logger log = LoggerFactory.getLogger(ApiKey.class);
    private static final String FILE = "api-key";

    private final byte[] key;

    ApiKey(LocalDaytonaSettings settings, DataFolder folder) {
        this.key = (settings.apiKey().isBlank() ? newKey(folder.path()) : settings.apiKey())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Whether this is the key, told in a time that says nothing about how much of it is right. */
    public boolean is(String candidate) {
        return MessageDigest.isEqual(key, candidate.getBytes(StandardCharsets.UTF_8));
    }

    /** Signs something that only this run of this server can have signed. */
    byte[] bytes() {
        return key.clone();
    }

    private static String newKey(Path folder) {
        var random = new byte[16];
        new SecureRandom().nextBytes(random);
        var key = "local_" + HexFormat.of().formatHex(random);
        try {
            var file = folder.resolve(FILE);
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, key);
            log.atInfo().addKeyValue("file", file).log("the API key of this run is in a file");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return key;
    }
}
