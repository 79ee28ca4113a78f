package dev.midori.preview.localdaytona.toolbox;

import dev.midori.preview.localdaytona.machine.GuestFiles;
import dev.midori.preview.localdaytona.sandbox.Refused;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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
    private static final String MODE = "[0-7]{3,4}";

    record FileJson(
            String name,
            String path,
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
                    entry.path(),
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

    @GetMapping
    List<FileJson> list(
            StartedSandbox sandbox,
            @RequestParam(defaultValue = ".") String path,
            @RequestParam(defaultValue = "1") int depth)
            throws GuestFiles.NoSuchFile {
        if (depth < 1) {
            throw Refused.badRequest("depth must be at least 1");
        }
        return sandbox.files().list(path, depth).stream().map(FileJson::of).toList();
    }

    @GetMapping("/info")
    FileJson info(StartedSandbox sandbox, @RequestParam String path) {
        return sandbox.files().info(path).map(FileJson::of).orElseThrow(() -> missing(path));
    }

    @PostMapping("/move")
    void move(StartedSandbox sandbox, @RequestParam String source, @RequestParam String destination) {
        switch (sandbox.files().move(source, destination)) {
            case DONE -> {}
            case MISSING -> throw missing(source);
            case TAKEN -> throw Refused.conflict("destination already exists: " + destination);
        }
    }

    @PostMapping("/permissions")
    void permit(
            StartedSandbox sandbox,
            @RequestParam String path,
            @RequestParam(required = false) @Nullable String owner,
            @RequestParam(required = false) @Nullable String group,
            @RequestParam(required = false) @Nullable String mode)
            throws GuestFiles.NoSuchFile {
        if (mode != null && !mode.matches(MODE)) {
            throw Refused.badRequest("invalid mode: " + mode);
        }
        sandbox.files().permit(path, owner, group, mode);
    }

    private static Refused missing(String path) {
        return Refused.notFound("file not found: " + path);
    }

    @PostMapping("/folder")
    @ResponseStatus(HttpStatus.CREATED)
    void makeFolder(
            StartedSandbox sandbox, @RequestParam String path, @RequestParam(defaultValue = "0755") String mode) {
        if (!mode.matches(MODE)) {
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
            case MISSING -> throw missing(path);
            case IS_FOLDER -> throw Refused.badRequest("cannot delete directory without recursive flag");
        }
    }
}
