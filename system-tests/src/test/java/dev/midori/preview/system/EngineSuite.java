package dev.midori.preview.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** A system on simulated sandboxes whose workers each test starts for itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EngineSuite {
    static final boolean LONG = Boolean.getBoolean("midori.long");
    static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int LARGEST_FILE = 1 << 20;

    final MidoriSystem midori = MidoriSystem.simulated(Map.of(
            "PREVIEW_WORKER_LEASE", "5s",
            "PREVIEW_CLEANUP_IDLETIMEOUT", "2h",
            "PREVIEW_LIMITS_MAXUSAGEPERDAY", "24h"));
    private int users;

    @AfterAll
    final void stop() {
        midori.close();
    }

    @AfterEach
    final void clear() {
        midori.faults(List.of());
        List.copyOf(midori.workers()).forEach(midori::crash);
    }

    /** A preview that somebody asked for. */
    record Asked(MidoriSystem midori, String user, String id) {
        JsonNode status() {
            return midori.statusFor(user, id);
        }

        String word(String field) {
            return status().path(field).asString("");
        }

        void awaitStep(String step) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .ignoreExceptions()
                    .until(() -> word("step").equals(step));
        }

        void awaitStatus(String status) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(250))
                    .ignoreExceptions()
                    .until(() -> word("status").equals(status));
        }

        /** How often a command with these words was begun in its sandbox, or the sandbox created. */
        int times(String words) {
            return midori.effects()
                    .path(id)
                    .propertyStream()
                    .filter(effect -> effect.getKey().contains(words))
                    .mapToInt(effect -> effect.getValue().asInt())
                    .sum();
        }
    }

    static Map<String, Object> project(String id, String simulation, String more) {
        var files = new ArrayList<>(List.of(Map.of("path", "simulation.json", "content", simulation)));
        for (int from = 0; from < more.length(); from += LARGEST_FILE) {
            files.add(Map.of(
                    "path",
                    "more-%d.txt".formatted(files.size()),
                    "content",
                    more.substring(from, Math.min(more.length(), from + LARGEST_FILE))));
        }
        return Map.of("projectId", id, "files", files);
    }

    final synchronized String nextUser() {
        return "engine-" + ++users;
    }

    final Asked ask(String simulation) {
        return ask(nextUser(), simulation, "");
    }

    final Asked ask(String user, String simulation, String more) {
        var answer = await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> midori.createFor(user, project("project", simulation, more)),
                        it -> it.statusCode() == 202);
        return new Asked(midori, user, answer.json().path("sandboxId").asString());
    }

    static void assertEachStepWasDoneOnce(Asked asked) {
        assertThat(Map.of(
                        "create", asked.times("create"),
                        "install", asked.times("npm install"),
                        "build", asked.times("npm run build"),
                        "serve", asked.times("npm run dev")))
                .as("what was done for %s", asked.id())
                .isEqualTo(Map.of("create", 1, "install", 1, "build", 1, "serve", 1));
    }
}
