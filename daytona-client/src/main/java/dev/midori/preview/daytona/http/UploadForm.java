package dev.midori.preview.daytona.http;

import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.daytona.FileUpload;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * The form that carries many files: for each, first {@code files[i].path}, then {@code files[i].file}. The order matters,
 * as the toolbox writes while it reads; the file name of the part does not, but must be there.
 */
final class UploadForm {
    private UploadForm() {}

    static MultiValueMap<String, HttpEntity<?>> of(List<FileUpload> files) {
        var form = new LinkedMultiValueMap<String, HttpEntity<?>>(2 * files.size());
        for (var i = 0; i < files.size(); i++) {
            var file = files.get(i);
            form.add("files[%d].path".formatted(i), new HttpEntity<>(file.path()));
            form.add("files[%d].file".formatted(i), new HttpEntity<>(new Content(file.content())));
        }
        return form;
    }

    /** Reads from a refusal which files are missing now; empty where it isn't about files. */
    static Optional<RuntimeException> partial(Call call, List<FileUpload> files, Refusal refusal) {
        var errors = refusal.texts("errors");
        if (errors.isEmpty()) {
            return Optional.empty();
        }
        var written = new HashSet<>(refusal.paths("files"));
        var failed = files.stream()
                .map(FileUpload::path)
                .filter(path -> !written.contains(path))
                .toList();
        return Optional.of(new DaytonaException.UploadFailed(call.toString(), failed, errors.getFirst()));
    }

    private static final class Content extends ByteArrayResource {
        Content(byte[] content) {
            super(content);
        }

        @Override
        public String getFilename() {
            return "file";
        }
    }
}
