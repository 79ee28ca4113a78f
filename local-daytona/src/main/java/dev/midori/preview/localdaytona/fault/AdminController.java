package dev.midori.preview.localdaytona.fault;

import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Switches faults on and tells what was done. */
@RestController
@RequestMapping("/admin")
@ConditionalOnProperty("local-daytona.admin")
class AdminController {
    private final Faults faults;
    private final Effects effects;

    AdminController(Faults faults, Effects effects) {
        this.faults = faults;
        this.effects = effects;
    }

    record Counted(Map<String, Long> calls, Map<String, Map<String, Long>> effects) {}

    @GetMapping("/faults")
    List<Fault> faults() {
        return faults.all();
    }

    @PutMapping("/faults")
    List<Fault> replace(@RequestBody List<Fault> all) {
        faults.replace(all);
        return faults.all();
    }

    @ExceptionHandler
    @ResponseStatus(HttpStatus.BAD_REQUEST)
    Map<String, Object> unreadable(HttpMessageNotReadableException failure) {
        var message = failure.getMostSpecificCause() instanceof IllegalArgumentException rule
                ? String.valueOf(rule.getMessage())
                : "faults are a list of objects";
        return Map.of("statusCode", HttpStatus.BAD_REQUEST.value(), "message", message);
    }

    @DeleteMapping("/faults")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void clearFaults() {
        faults.replace(List.of());
    }

    @GetMapping("/effects")
    Counted effects() {
        return new Counted(effects.calls(), effects.effects());
    }

    @DeleteMapping("/effects")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void clearEffects() {
        effects.clear();
    }
}
