package dev.midori.preview.gateway.stop;

import dev.midori.preview.gateway.body.SmallBody;
import dev.midori.preview.gateway.caller.Caller;
import dev.midori.preview.gateway.lookup.OwnSandboxes;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Both ways to stop a preview; repeating either is fine. */
@RestController
class StopController {
    private final Stops stops;

    StopController(Stops stops) {
        this.stops = stops;
    }

    record Answer(boolean success, boolean ok, String status) {
        Answer(String status) {
            this(true, true, status);
        }
    }

    @PostMapping("/api/preview/daytona/stop")
    Answer stop(Caller caller, HttpServletRequest request) throws IOException {
        return delete(caller, SmallBody.of(request).text("sandboxId").orElse(null));
    }

    @DeleteMapping("/api/preview/daytona")
    Answer delete(Caller caller, @RequestParam(required = false) @Nullable String sandboxId) {
        return new Answer(stops.stop(caller, OwnSandboxes.parse(sandboxId)).word());
    }
}
