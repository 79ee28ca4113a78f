package dev.midori.preview.localdaytona.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.midori.preview.localdaytona.sandbox.Refused;
import dev.midori.preview.localdaytona.sandbox.Sandboxes;
import dev.midori.preview.localdaytona.sandbox.SignedLinks;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Where sandboxes are reached. */
@RestController
@RequestMapping("/api/sandbox/{idOrName}")
class LinkController {
    private static final int LARGEST_PORT = 65_535;
    private static final int LONGEST_SECONDS = 86_400;
    private static final String USUAL_SECONDS = "60";

    private final Sandboxes sandboxes;
    private final SignedLinks links;
    private final Addresses addresses;

    LinkController(Sandboxes sandboxes, SignedLinks links, Addresses addresses) {
        this.sandboxes = sandboxes;
        this.links = links;
        this.addresses = addresses;
    }

    /** Both links are secrets, and no log's business. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record LinkJson(String sandboxId, @Nullable Integer port, String url, String token) {
        @Override
        public String toString() {
            return "LinkJson[%s]".formatted(sandboxId);
        }
    }

    record UrlJson(String url) {}

    @GetMapping("/ports/{port}/preview-url")
    LinkJson preview(@PathVariable String idOrName, @PathVariable int port) {
        var sandbox = sandboxes.get(idOrName);
        return new LinkJson(sandbox.id(), null, addresses.preview(valid(port), sandbox.id()), sandbox.token());
    }

    @GetMapping("/ports/{port}/signed-preview-url")
    LinkJson signed(
            @PathVariable String idOrName,
            @PathVariable int port,
            @RequestParam(defaultValue = USUAL_SECONDS) int expiresInSeconds) {
        if (expiresInSeconds < 1 || expiresInSeconds > LONGEST_SECONDS) {
            throw Refused.badRequest("expiresInSeconds must be between 1 second and 24 hours");
        }
        var sandbox = sandboxes.get(idOrName);
        var token = links.sign(sandbox, valid(port), Duration.ofSeconds(expiresInSeconds));
        return new LinkJson(sandbox.id(), port, addresses.preview(port, token), token);
    }

    @PostMapping("/ports/{port}/signed-preview-url/{token}/expire")
    void expire(@PathVariable String idOrName, @PathVariable int port, @PathVariable String token) {
        links.expire(sandboxes.get(idOrName), token);
    }

    @GetMapping("/toolbox-proxy-url")
    UrlJson toolbox(@PathVariable String idOrName, HttpServletRequest request) {
        sandboxes.get(idOrName);
        return new UrlJson(addresses.toolbox(request));
    }

    private static int valid(int port) {
        if (port < 1 || port > LARGEST_PORT) {
            throw Refused.badRequest("Invalid port");
        }
        return port;
    }
}
