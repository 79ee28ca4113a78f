package dev.midori.preview.localdaytona.control;

import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether this server is there. */
@RestController
class HealthController {
    @GetMapping({"/api/health", "/api/health/ready"})
    Map<String, String> health() {
        return Map.of("status", "ok");
    }
}
