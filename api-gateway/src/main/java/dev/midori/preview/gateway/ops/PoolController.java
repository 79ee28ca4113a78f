package dev.midori.preview.gateway.ops;

import dev.midori.preview.gateway.caller.Caller;
import dev.midori.preview.state.PoolSwitch;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/preview/ops/pool}: whether the warm pool is filled. */
@RestController
@RequestMapping("/api/preview/ops/pool")
class PoolController {
    private static final Logger log = LoggerFactory.getLogger(PoolController.class);

    private final PoolSwitch pool;

    PoolController(PoolSwitch pool) {
        this.pool = pool;
    }

    /**
     * The warm pool.
     *
     * @param on        whether what is missing is filled
     * @param templates none where the pool is switched off, or no reaper has looked lately
     */
    @Schema(name = "WarmPool")
    record Answer(boolean success, boolean on, List<PoolSwitch.Standing> templates) {}

    @Operation(summary = "How the warm pool stands")
    @GetMapping
    Answer status(Caller caller) {
        caller.requireAdmin();
        return answer();
    }

    @Operation(summary = "Fills the warm pool no more; what waits is still handed out")
    @PostMapping("/pause")
    Answer pause(Caller caller) {
        return turn(caller, false);
    }

    @Operation(summary = "Fills the warm pool again, templates that failed too often included")
    @PostMapping("/resume")
    Answer resume(Caller caller) {
        return turn(caller, true);
    }

    private Answer turn(Caller caller, boolean on) {
        caller.requireAdmin();
        log.atInfo().addKeyValue("user", caller.user()).addKeyValue("on", on).log("an operator turns the warm pool");
        pool.turn(on);
        return answer();
    }

    private Answer answer() {
        return new Answer(true, pool.isOn(), pool.reported());
    }
}
