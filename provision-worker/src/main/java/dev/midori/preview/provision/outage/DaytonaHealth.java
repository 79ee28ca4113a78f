package dev.midori.preview.provision.outage;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Says why no jobs are taken. It is no part of readiness: a worker that waits is as good as any other. */
@Component("daytonaHealthIndicator")
class DaytonaHealth implements HealthIndicator {
    private final Breaker breaker;

    DaytonaHealth(Breaker breaker) {
        this.breaker = breaker;
    }

    @Override
    public Health health() {
        return breaker.state()
                .map(state -> Health.down()
                        .withDetail("reason", state.reason())
                        .withDetail("since", state.since())
                        .build())
                .orElseGet(() -> Health.up().build());
    }
}
