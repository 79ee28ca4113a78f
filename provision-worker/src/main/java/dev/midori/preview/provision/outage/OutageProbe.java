package dev.midori.preview.provision.outage;

import dev.midori.preview.daytona.Daytona;
import dev.midori.preview.daytona.DaytonaException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Asks during an outage whether it is over, so that no job has to find out. */
@Component
class OutageProbe {
    private static final Logger log = LoggerFactory.getLogger(OutageProbe.class);

    private final Daytona daytona;
    private final Breaker breaker;

    OutageProbe(Daytona daytona, Breaker breaker) {
        this.daytona = daytona;
        this.breaker = breaker;
    }

    @Scheduled(fixedDelayString = "${preview.worker.outage-probe:5s}")
    void look() {
        if (!breaker.isOn()) {
            return;
        }
        try {
            daytona.list(Map.of(), null, 1);
        } catch (DaytonaException e) {
            log.atDebug().setCause(e).log("Daytona is still down");
        }
    }
}
