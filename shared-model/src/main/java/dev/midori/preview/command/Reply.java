package dev.midori.preview.command;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a worker answers to a command that somebody waits for. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Reply.FilesUpdated.class, name = "FilesUpdated"),
    @JsonSubTypes.Type(value = Reply.FileRead.class, name = "FileRead"),
    @JsonSubTypes.Type(value = Reply.FilesListed.class, name = "FilesListed"),
    @JsonSubTypes.Type(value = Reply.CleanedUp.class, name = "CleanedUp"),
    @JsonSubTypes.Type(value = Reply.Refused.class, name = "Refused"),
})
public sealed interface Reply {
    /**
     * The preview shows the change.
     *
     * @param updated paths that were written or removed
     * @param skipped paths that were so already, or about which something newer is known
     * @param rebuild what it took: {@code none}, {@code hmr}, {@code restart} or {@code install}
     */
    record FilesUpdated(List<String> updated, List<String> skipped, String rebuild) implements Reply {
        public FilesUpdated {
            updated = List.copyOf(updated);
            skipped = List.copyOf(skipped);
        }
    }

    /** The file as it is now. */
    record FileRead(String path, String content) implements Reply {
        @Override
        public String toString() {
            return "FileRead[%s]".formatted(path);
        }
    }

    /** The project's files. */
    record FilesListed(List<String> paths) implements Reply {
        public FilesListed {
            paths = List.copyOf(paths);
        }
    }

    /**
     * A reaper did as it was told, or says why not now.
     *
     * @param message one sentence
     * @param result  what was found and done, as figures
     * @param stats   of all sandboxes, after it
     */
    record CleanedUp(String message, Map<String, Object> result, CleanupStats stats) implements Reply {
        public CleanedUp {
            result = Collections.unmodifiableMap(new LinkedHashMap<>(result));
        }
    }

    /**
     * It was not done.
     *
     * @param code    what clients read, such as {@code NOT_RUNNING} or {@code EDIT_CONFLICT}
     * @param message one sentence
     * @param hint    what the caller can do; may be empty
     * @param log     the end of a failing step's log; may be empty
     */
    record Refused(String code, String message, String hint, String log) implements Reply {}
}
