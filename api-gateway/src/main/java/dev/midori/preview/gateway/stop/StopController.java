package dev.midori.preview.gateway.stop;

import dev.midori.preview.gateway.body.SmallBody;
import dev.midori.preview.gateway.caller.Caller;
import dev.midori.preview.gateway.docs.Bodies;
import dev.midori.preview.gateway.lookup.OwnSandboxes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
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

    @Schema(name = "Stopping")
    record Answer(boolean success, boolean ok, String status) {
        Answer(String status) {
            this(true, true, status);
        }
    }

    @Operation(summary = "Stops a preview; repeating it is fine")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = Bodies.Named.class),
                            examples = @ExampleObject(Bodies.SANDBOX)))
    @PostMapping("/api/preview/daytona/stop")
    Answer stop(Caller caller, HttpServletRequest request) throws IOException {
        return delete(caller, SmallBody.of(request).text("sandboxId").orElse(null));
    }

    @Operation(summary = "Stops a preview; repeating it is fine")
    @DeleteMapping("/api/preview/daytona")
    Answer delete(Caller caller, @RequestParam(required = false) @Nullable String sandboxId) {
        return new Answer(stops.stop(caller, OwnSandboxes.parse(sandboxId)).word());
    }
}
