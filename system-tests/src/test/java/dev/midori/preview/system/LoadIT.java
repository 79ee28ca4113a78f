package dev.midori.preview.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Many jobs and large ones in one worker. */
@Order(6)
class LoadIT extends EngineSuite {
    @Test
    void manyProvisionsFitIntoOneWorker() {
        var count = LONG ? 1000 : 300;
        var worker = midori.startWorker(Map.of(
                "PREVIEW_WORKER_CONCURRENCY",
                Integer.toString(count),
                "PREVIEW_WORKER_POLL",
                "1s",
                "PREVIEW_WORKER_LEASE",
                "30s",
                Service.HEAP,
                "512m"));
        var all = askMany(count, "{\"install\":{\"millis\":%d}}".formatted(LONG ? 120_000 : 25_000), 0);

        await().atMost(PATIENCE)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> metric(worker, "preview_jobs_in_flight") >= count);

        System.out.printf(
                "engine: %.0f provisions at once in one worker, %.0f MB of heap used, %.0f platform threads%n",
                metric(worker, "preview_jobs_in_flight"),
                sum(worker, "jvm_memory_used_bytes{area=\"heap\"") / (1 << 20),
                metric(worker, "jvm_threads_live_threads"));
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> metric(worker, "preview_outcomes_total{code=\"none\",outcome=\"running\"}") >= count);
        assertThat(worker.process().isAlive()).isTrue();
        assertThat(all.stream().limit(20))
                .allSatisfy(asked -> assertThat(asked.word("status")).isEqualTo("running"));
    }

    @Test
    void manyLargeProjectsAtOnceDoNotBreakIt() {
        var worker = midori.startWorker(Map.of("PREVIEW_WORKER_CONCURRENCY", "100", Service.HEAP, "384m"));

        var all = askMany(LONG ? 100 : 8, "{\"install\":{\"millis\":3000}}", 8 << 20);

        all.forEach(asked -> asked.awaitStatus("running"));
        assertThat(worker.process().isAlive()).isTrue();
        all.forEach(EngineSuite::assertEachStepWasDoneOnce);
    }

    /** The text of each project does not get any smaller by being packed. */
    private List<Asked> askMany(int count, String simulation, int size) {
        var all = new ArrayList<Asked>();
        var atOnce = new Semaphore(size == 0 ? 32 : 3);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var asked = IntStream.range(0, count)
                    .mapToObj(_ -> callers.submit(() -> {
                        atOnce.acquireUninterruptibly();
                        try {
                            return ask(nextUser(), simulation, randomText(size));
                        } finally {
                            atOnce.release();
                        }
                    }))
                    .toList();
            asked.forEach(one -> all.add(get(one)));
        }
        return all;
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String randomText(int size) {
        RandomGenerator random = RandomGeneratorFactory.getDefault().create();
        var text = new StringBuilder(Math.max(0, size - 4096));
        while (text.length() < size - 4096) {
            text.append((char) ('!' + random.nextInt(90)));
        }
        return text.toString().replace('"', '_').replace('\\', '_');
    }

    private static double metric(Service service, String name) {
        return metrics(service).getOrDefault(name, 0.0);
    }

    private static double sum(Service service, String prefix) {
        return metrics(service).entrySet().stream()
                .filter(metric -> metric.getKey().startsWith(prefix))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static Map<String, Double> metrics(Service service) {
        var all = new HashMap<String, Double>();
        Http.get(service.url("/actuator/prometheus"))
                .body()
                .lines()
                .filter(line -> !line.startsWith("#") && line.contains(" "))
                .forEach(line -> all.put(
                        line.substring(0, line.lastIndexOf(' ')),
                        Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))));
        return all;
    }
}
