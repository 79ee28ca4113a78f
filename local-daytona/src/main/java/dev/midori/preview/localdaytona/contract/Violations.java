package dev.midori.preview.localdaytona.contract;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** What was found to be other than Daytona's documents say. Each is kept once, however often it is found. */
@Component
class Violations {
    private static final Logger log = LoggerFactory.getLogger(Violations.class);
    private static final int MOST = 1000;

    private final Set<Violation> all = new ConcurrentSkipListSet<>();
    private final AtomicLong compared = new AtomicLong();

    /**
     * One of them.
     *
     * @param side {@code request} or {@code answer}
     * @param call method and path as Daytona's documents have it, or as it was asked where they have none
     */
    record Violation(String side, String call, String problem) implements Comparable<Violation> {
        @Override
        public int compareTo(Violation other) {
            return toString().compareTo(other.toString());
        }
    }

    /** Requests and answers that were compared. */
    long compared() {
        return compared.get();
    }

    List<Violation> all() {
        return List.copyOf(all);
    }

    void add(String side, String call, List<String> problems) {
        compared.incrementAndGet();
        for (var problem : problems) {
            var violation = new Violation(side, call, problem);
            if (all.size() < MOST && all.add(violation)) {
                log.atWarn()
                        .addKeyValue("side", side)
                        .addKeyValue("call", call)
                        .addKeyValue("problem", problem)
                        .log("not as Daytona's OpenAPI document has it");
            }
        }
    }

    void clear() {
        all.clear();
        compared.set(0);
    }
}
