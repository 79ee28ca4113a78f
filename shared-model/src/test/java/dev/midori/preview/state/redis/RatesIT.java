package dev.midori.preview.state.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.sandbox.Partition;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Rates.Kind;
import dev.midori.preview.testing.TestRedis;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** Time passes by moving what Redis remembers, not by waiting. */
class RatesIT {
    private static final UserId ANNA = new UserId("anna");

    private static TestRedis server;
    private static JedisConnectionFactory connections;
    private static StringRedisTemplate redis;
    private static RedisRates rates;

    @BeforeAll
    static void start() {
        server = TestRedis.start();
        var url = URI.create(server.url());
        connections = new JedisConnectionFactory(new RedisStandaloneConfiguration(url.getHost(), url.getPort()));
        connections.afterPropertiesSet();
        connections.start();
        redis = new StringRedisTemplate(connections);
        rates = new RedisRates(redis);
    }

    @AfterAll
    static void stop() {
        connections.destroy();
        server.close();
    }

    @BeforeEach
    void clear() {
        server.flush();
    }

    private static String key() {
        return "preview:{p%s}:rate:anna".formatted(Partition.of(ANNA).digits());
    }

    private static void pass(Duration time) {
        var empty =
                Double.parseDouble(Objects.requireNonNull(redis.opsForValue().get(key())));
        redis.opsForValue().set(key(), "%.3f".formatted(empty - time.toMillis()));
    }

    private static Duration take(int perMinute) {
        return rates.take(ANNA, Kind.CHANGE, perMinute);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 60, 120})
    void aMinutesWorthMayComeAtOnce(int perMinute) {
        assertThat(IntStream.range(0, perMinute).mapToObj(_ -> take(perMinute))).allMatch(Duration::isZero);

        assertThat(take(perMinute))
                .isPositive()
                .isLessThanOrEqualTo(Duration.ofMinutes(1).dividedBy(perMinute));
    }

    @Test
    void thenOneMayForEveryShareOfAMinute() {
        IntStream.range(0, 6).forEach(_ -> take(6));

        pass(Duration.ofSeconds(10));

        assertThat(take(6)).isZero();
        assertThat(take(6)).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
    }

    @Test
    void itGoesByItselfWhenItSaysNothingAnyMore() {
        take(6);

        assertThat(redis.getExpire(key())).isBetween(8L, 10L);
    }

    @Test
    void whoCallsAtOnceFromEverywhereHasNoMore() {
        var zero = new LongAdder();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                threads.execute(() -> {
                    if (take(2).isZero()) {
                        zero.increment();
                    }
                });
            }
        }

        assertThat(zero.sum()).isEqualTo(2);
    }

    @Test
    void anotherKindAndAnotherUserAreCountedAlone() {
        take(1);

        assertThat(rates.take(ANNA, Kind.STOP, 1)).isZero();
        assertThat(rates.take(new UserId("anna:stop"), Kind.CHANGE, 1)).isZero();
        assertThat(rates.take(ANNA, Kind.CHANGE, 1)).isPositive();
    }
}
