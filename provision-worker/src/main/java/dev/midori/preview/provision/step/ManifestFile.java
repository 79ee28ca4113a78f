package dev.midori.preview.provision.step;

import dev.midori.preview.daytona.FileSystem;
import dev.midori.preview.daytona.FileUpload;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Where the manifest is kept: in the sandbox, out of the project's sight. */
final class ManifestFile {
    static final String PATH = ".midori/manifest.json";

    private static final JsonMapper JSON = JsonMapper.shared();

    private ManifestFile() {}

    /** Empty where there is none, or what is there is not ours any more. */
    static Optional<Manifest> read(FileSystem files) {
        return files.download(PATH).flatMap(ManifestFile::parse);
    }

    private static Optional<Manifest> parse(byte[] bytes) {
        try {
            return Optional.ofNullable(JSON.readValue(bytes, Manifest.class));
        } catch (JacksonException | NullPointerException _) {
            return Optional.empty();
        }
    }

    static FileUpload upload(Manifest manifest) {
        return new FileUpload(PATH, JSON.writeValueAsString(manifest).getBytes(StandardCharsets.UTF_8));
    }
}
