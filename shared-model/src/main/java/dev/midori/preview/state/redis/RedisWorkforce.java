package dev.midori.preview.state.redis;

import dev.midori.preview.state.WorkerReport;
import dev.midori.preview.state.Workforce;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** {@link Workforce} as one hash of reports in JSON, which is gone a minute after the last of them. */
public final class RedisWorkforce implements Workforce {
    private static final Logger log = LoggerFactory.getLogger(RedisWorkforce.class);

    private static final Duration HEARD_LATELY = Duration.ofSeconds(30);
    private static final Duration KEPT = Duration.ofMinutes(1);

    /** Workers of another release may say more than is known here. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final StringRedisTemplate redis;
    private final InstantSource clock;

    public RedisWorkforce(StringRedisTemplate redis, InstantSource clock) {
        this.redis = redis;
        this.clock = clock;
    }

    @Override
    public void report(WorkerReport report) {
        redis.opsForHash().put(Keys.WORKERS, report.name(), JSON.writeValueAsString(report));
        redis.expire(Keys.WORKERS, KEPT);
    }

    @Override
    public void gone(String name) {
        redis.opsForHash().delete(Keys.WORKERS, name);
    }

    @Override
    public List<WorkerReport> present() {
        Map<String, String> reports = redis.<String, String>opsForHash().entries(Keys.WORKERS);
        var since = clock.instant().minus(HEARD_LATELY);
        var present = new ArrayList<WorkerReport>();
        reports.forEach((name, text) -> read(text)
                .filter(report -> report.at().isAfter(since))
                .ifPresentOrElse(present::add, () -> gone(name)));
        present.sort(Comparator.comparing(WorkerReport::name));
        return present;
    }

    private static Optional<WorkerReport> read(String text) {
        try {
            return Optional.of(JSON.readValue(text, WorkerReport.class));
        } catch (JacksonException e) {
            log.atWarn().setCause(e).log("a worker's report can't be read and is left out");
            return Optional.empty();
        }
    }
}
