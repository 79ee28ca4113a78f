package dev.midori.preview.command;

import dev.midori.preview.sandbox.ProjectFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** Tells whether two lists of files are the same project, whatever their order. */
public final class ContentHash {
    private ContentHash() {}

    /** 32 hex digits of SHA-256 over a text. */
    public static String of(String text) {
        var digest = sha256();
        add(digest, text);
        return text(digest);
    }

    /** 32 hex digits of SHA-256 over the sorted paths and contents, each with its length before it. */
    public static String of(List<ProjectFile> files) {
        return text(digestOf(files));
    }

    /** All 64 hex digits of the same, for what people who don't know each other share by its hash. */
    public static String wholeOf(List<ProjectFile> files) {
        return HexFormat.of().formatHex(digestOf(files).digest());
    }

    private static MessageDigest digestOf(List<ProjectFile> files) {
        var digest = sha256();
        files.stream().sorted(Comparator.comparing(ProjectFile::path)).forEach(file -> {
            add(digest, file.path());
            add(digest, file.content());
        });
        return digest;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String text(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    private static void add(MessageDigest digest, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }
}
