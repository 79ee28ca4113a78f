package dev.midori.preview.testing;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Which servers tests run on: {@code deploy/test --brokers current} asks for the newer ones. */
enum Brokers {
    /** What this machine has installed; in Docker, the oldest that the services promise to run on. */
    INSTALLED("3.10", "7.0"),
    CURRENT("4", "8");

    private final String rabbit;
    private final String redis;

    Brokers(String rabbit, String redis) {
        this.rabbit = rabbit;
        this.redis = redis;
    }

    /** What {@code -Dmidori.brokers} says; a name that is none fails. */
    static Brokers asked() {
        return valueOf(System.getProperty("midori.brokers", "installed").toUpperCase(Locale.ROOT));
    }

    /** The program of this name to run, where it is not the machine's own. */
    static Optional<String> program(String name) {
        return Optional.ofNullable(System.getProperty("midori.brokers.programs"))
                .map(folder -> Path.of(folder, name).toString());
    }

    /** The version of RabbitMQ that these begin with. */
    String rabbit() {
        return rabbit;
    }

    /** The version of Redis that these begin with. */
    String redis() {
        return redis;
    }
}
