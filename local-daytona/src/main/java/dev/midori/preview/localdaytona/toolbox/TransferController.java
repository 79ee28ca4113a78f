package dev.midori.preview.localdaytona.toolbox;

import dev.midori.preview.localdaytona.fault.Effects;
import dev.midori.preview.localdaytona.machine.GuestFiles;
import dev.midori.preview.localdaytona.machine.MachineException;
import dev.midori.preview.localdaytona.sandbox.Refused;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Brings files into a sandbox and out of it. */
@RestController
@RequestMapping("/toolbox/{sandboxId}/files")
class TransferController {
    private static final Pattern PATH = Pattern.compile("files\\[(\\d+)]\\.path");
    private static final Pattern FILE = Pattern.compile("files\\[(\\d+)]\\.file");

    private final Effects effects;
    private final Clock clock;

    TransferController(Effects effects, Clock clock) {
        this.effects = effects;
        this.clock = clock;
    }

    record DownloadJson(@Nullable List<String> paths) {}

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
    void download(StartedSandbox sandbox, @RequestParam String path, HttpServletResponse response) throws IOException {
        try (var file = sandbox.files().open(path).orElseThrow(() -> Refused.notFound("file not found: " + path))) {
            response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
            response.setContentLengthLong(file.size());
            file.content().transferTo(response.getOutputStream());
        }
    }

    /** Each file is a part; in the place of one that can't be read there is a part that says why. */
    @PostMapping("/bulk-download")
    void downloadAll(
            StartedSandbox sandbox,
            @RequestBody DownloadJson body,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var paths = body.paths();
        if (paths == null || paths.isEmpty()) {
            throw Refused.badRequest("no files to download");
        }
        var form = new DownloadForm(response.getOutputStream());
        response.setContentType(form.contentType());
        for (var path : paths) {
            add(form, sandbox, path, request);
        }
        form.end();
    }

    private void add(DownloadForm form, StartedSandbox sandbox, String path, HttpServletRequest request)
            throws IOException {
        try (var file = sandbox.files().open(path).orElse(null)) {
            if (file == null) {
                form.error(path, problem(404, "FILE_NOT_FOUND", "file not found: " + path, request));
            } else {
                form.file(path, file);
            }
        } catch (MachineException failure) {
            form.error(path, problem(400, "BAD_REQUEST", String.valueOf(failure.getMessage()), request));
        }
    }

    private Map<String, Object> problem(int status, String code, String message, HttpServletRequest request) {
        return ToolboxProblems.body(status, code, message, clock.instant(), request);
    }
}
