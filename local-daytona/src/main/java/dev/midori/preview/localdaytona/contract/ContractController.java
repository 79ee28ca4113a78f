package dev.midori.preview.localdaytona.contract;

import java.util.List;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Tells what the comparison has found. */
@RestController
@RequestMapping("/admin/contract")
@ConditionalOnProperty("local-daytona.admin")
class ContractController {
    private final Violations violations;

    ContractController(Violations violations) {
        this.violations = violations;
    }

    record FoundJson(long compared, List<Violations.Violation> violations) {}

    @GetMapping
    FoundJson found() {
        return new FoundJson(violations.compared(), violations.all());
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void clear() {
        violations.clear();
    }
}
