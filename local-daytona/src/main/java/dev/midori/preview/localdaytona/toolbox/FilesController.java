package dev.midori.preview.localdaytona.toolbox;

import dev.midori.preview.localdaytona.fault.Effects;
import dev.midori.preview.localdaytona.machine.GuestFiles;
import dev.midori.preview.localdaytona.sandbox.Refused;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Files of a sandbox. */
@RestController
@RequestMapping("/toolbox/{sandboxId}/files")
class FilesController {
    private static final Pattern PATH = Pattern.compile("files\\[(\\d+)]\\.path");
    private static final Pattern FILE = Pattern.compile("files\\[(\\d+)]\\.file");

    private final Effects effects;

    FilesController(Effects effects) {
        this.effects = effects;
    }

    record FileJson(
            String name,
            long size,
            boolean isDir,
            String mode,
            String permissions,
            String owner,
            String group,
            String modTime,
            String modifiedAt) {
        static FileJson of(GuestFiles.Entry entry) {
            return new FileJson(
                    entry.name(),
                    entry.size(),
                    entry.isDir(),
                    entry.mode(),
                    entry.permission(),
                    entry.owner(),
                    entry.group(),
                    entry.modified(),
                    entry.modified());
        }
    }

    /** Each file's path comes in a part before it. Some that could not be written are told with 400 and those that could. */
    @PostMapping("/bulk-upload")
    ResponseEntity<Map<String, Object>> upload(StartedSandbox sandbox, HttpServletRequest request)
            throws IOException, ServletException {
        var sources = sources(request);
        if (sources.isEmpty()) {
            throw Refused.badRequest("no files");
        }
        var sizes = new HashMap<String, Long>();
        sources.forEach(source -> sizes.put(source.path(), source.size()));
        var written = sandbox.files().write(sources);
        effects.note(sandbox.sandbox().name(), "upload");
        var files = written.paths().stream()
                .map(path -> Map.of("path", path, "bytes", sizes.getOrDefault(path, 0L)))
                .toList();
        return written.errors().isEmpty()
                ? ResponseEntity.ok(Map.of("files", files))
                : ResponseEntity.badRequest().body(Map.of("errors", written.errors(), "files", files));
    }

    private static List<GuestFiles.Source> sources(HttpServletRequest request) throws IOException, ServletException {
        var paths = new HashMap<String, String>();
        var sources = new LinkedHashMap<String, GuestFiles.Source>();
        for (var part : request.getParts()) {
            var path = PATH.matcher(part.getName());
            var file = FILE.matcher(part.getName());
            if (path.matches()) {
                paths.put(path.group(1), text(part).strip());
            } else if (file.matches()) {
                var to = paths.get(file.group(1));
                if (to == null || to.isEmpty()) {
                    throw Refused.badRequest("missing path for file " + file.group(1));
                }
                sources.put(file.group(1), new GuestFiles.Source(to, part.getSize(), part::getInputStream));
            }
        }
        return new ArrayList<>(sources.values());
    }

    private static String text(Part part) throws IOException {
        try (var in = part.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @GetMapping("/download")
    ResponseEntity<byte[]> download(StartedSandbox sandbox, @RequestParam String path) {
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .body(sandbox.files().read(path).orElseThrow(() -> Refused.notFound("file not found: " + path)));
    }

    @GetMapping
    List<FileJson> list(StartedSandbox sandbox, @RequestParam(defaultValue = ".") String path) {
        try {
            return sandbox.files().list(path).stream().map(FileJson::of).toList();
        } catch (GuestFiles.NoSuchFile e) {
            throw Refused.notFound(String.valueOf(e.getMessage()));
        }
    }

    @PostMapping("/folder")
    @ResponseStatus(HttpStatus.CREATED)
    void makeFolder(
            StartedSandbox sandbox, @RequestParam String path, @RequestParam(defaultValue = "0755") String mode) {
        if (!mode.matches("[0-7]{3,4}")) {
            throw Refused.badRequest("invalid mode: " + mode);
        }
        sandbox.files().makeFolder(path, mode);
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(
            StartedSandbox sandbox,
            @RequestParam String path,
            @RequestParam(defaultValue = "false") boolean recursive) {
        switch (sandbox.files().delete(path, recursive)) {
            case DONE -> {}
            case MISSING -> throw Refused.notFound("file not found: " + path);
            case IS_FOLDER -> throw Refused.badRequest("cannot delete directory without recursive flag");
        }
    }
}
