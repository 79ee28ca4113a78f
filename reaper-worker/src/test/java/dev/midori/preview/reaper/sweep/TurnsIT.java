package dev.midori.preview.reaper.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.midori.preview.reaper.OneSetOfReapers;
import dev.midori.preview.reaper.ReapersUnderTest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.ApplicationContext;

/** Several reapers on the same state. */
@ExtendWith(OneSetOfReapers.class)
class TurnsIT {
    private static ReapersUnderTest reapers;

    @BeforeAll
    static void start(ReapersUnderTest shared) {
        reapers = shared;
    }

    @Test
    void threeReplicasTogetherDoAJobOncePerInterval() {
        var often = new String[] {"--preview.cleanup.idle-interval=1s", "--preview.cleanup.idle-cooldown=900ms"};
        try (var one = reapers.startAnother(often);
                var two = reapers.startAnother(often);
                var three = reapers.startAnother(often)) {
            var all = List.<ApplicationContext>of(one, two, three);
            await().until(() -> sweeps(all) > 0);
            var begun = Clock.systemUTC().instant();
            long before = sweeps(all);

            await().until(() -> sweeps(all) >= before + 4);

            assertThat(Duration.between(begun, Clock.systemUTC().instant()))
                    .as("four more sweeps, a cooldown before each")
                    .isGreaterThan(Duration.ofMillis(4 * 900 - 900));
        }
    }

    @Test
    void whoDiedInASweepIsFollowedOnceItsLockEnds() {
        var atMost = Duration.ofMillis(1500);
        var died = reapers.first()
                .getBean(RedisLockProvider.class)
                .lock(new LockConfiguration(Clock.systemUTC().instant(), "idle", atMost, Duration.ZERO));
        assertThat(died).isPresent();
        var jobs = reapers.first().getBean(CleanupJobs.class);
        assertThat(jobs.idle()).isEmpty();

        await().atMost(10, TimeUnit.SECONDS).until(() -> jobs.idle().isPresent());
    }

    private static long sweeps(List<ApplicationContext> all) {
        return all.stream()
                .mapToLong(reaper -> reaper.getBean(MeterRegistry.class)
                        .timer("preview.sweep", "job", "idle")
                        .count())
                .sum();
    }
}
