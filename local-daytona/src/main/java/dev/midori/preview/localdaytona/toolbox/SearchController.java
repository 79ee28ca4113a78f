package dev.midori.preview.localdaytona.toolbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.midori.preview.localdaytona.machine.GuestFiles;
import dev.midori.preview.localdaytona.sandbox.Refused;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Looks for texts and names in the files of a sandbox, and replaces texts. */
@RestController
@RequestMapping("/toolbox/{sandboxId}/files")
class SearchController {
    record SearchJson(List<String> files) {}

    record ReplaceJson(
            @Nullable List<String> files,
            @Nullable String pattern,
            @Nullable String newValue) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReplacedJson(
            String file, boolean success, @Nullable String error) {
        static ReplacedJson of(GuestFiles.Replaced replaced) {
            return new ReplacedJson(replaced.file(), replaced.error() == null, replaced.error());
        }
    }

    @GetMapping("/find")
    List<GuestFiles.Match> find(StartedSandbox sandbox, @RequestParam String path, @RequestParam String pattern)
            throws GuestFiles.NoSuchFile {
        return sandbox.files().find(path, pattern);
    }

    @GetMapping("/search")
    SearchJson search(StartedSandbox sandbox, @RequestParam String path, @RequestParam String pattern)
            throws GuestFiles.NoSuchFile {
        return new SearchJson(sandbox.files().search(path, pattern));
    }

    @PostMapping("/replace")
    List<ReplacedJson> replace(StartedSandbox sandbox, @RequestBody ReplaceJson body) {
        if (body.files() == null || body.pattern() == null || body.pattern().isEmpty() || body.newValue() == null) {
            throw Refused.badRequest("files, pattern and newValue are required");
        }
        return sandbox.files().replace(body.files(), body.pattern(), body.newValue()).stream()
                .map(ReplacedJson::of)
                .toList();
    }
}
