package dev.midori.preview.gateway.page;

import dev.midori.preview.gateway.problem.Problem;
import dev.midori.preview.gateway.problem.Reason;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The project that the test page starts: the body of a create, from a file of the deployment. */
@RestController
class SampleController {
    private final Path sample;

    /** @param sample text, since Spring reads a relative path within the web application and refuses {@code ..} there */
    SampleController(@Value("${preview.sample:deploy/samples/test-cafe.json}") String sample) {
        this.sample = Path.of(sample);
    }

    @GetMapping("/test/sample.json")
    ResponseEntity<Resource> sample() {
        var file = new FileSystemResource(sample);
        if (!file.isReadable()) {
            throw Problem.of(Reason.NO_SAMPLE).asException();
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.noCache())
                .body(file);
    }
}
