package dev.midori.preview.localdaytona.fault;

import dev.midori.preview.localdaytona.LocalDaytonaSettings;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/**
 * Counts the calls, and what was really done for each sandbox, by its name: also for those that are gone, and therefore
 * only where somebody may ask.
 */
@Component
public class Effects {
    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
    private final Map<String, Map<String, LongAdder>> effects = new ConcurrentHashMap<>();

    private final boolean enabled;

    Effects(LocalDaytonaSettings settings) {
        this.enabled = settings.admin();
    }

    void count(Operation operation) {
        if (enabled) {
            add(calls, operation.name());
        }
    }

    /** Something was done for the sandbox that its owner calls so. */
    public void note(String sandboxName, String effect) {
        if (enabled) {
            add(effects.computeIfAbsent(sandboxName, _ -> new ConcurrentHashMap<>()), effect);
        }
    }

    private static void add(Map<String, LongAdder> counters, String name) {
        counters.computeIfAbsent(name, _ -> new LongAdder()).increment();
    }

    Map<String, Long> calls() {
        return read(calls);
    }

    Map<String, Map<String, Long>> effects() {
        var all = new TreeMap<String, Map<String, Long>>();
        effects.forEach((name, counters) -> all.put(name, read(counters)));
        return all;
    }

    void clear() {
        calls.clear();
        effects.clear();
    }

    private static Map<String, Long> read(Map<String, LongAdder> counters) {
        var all = new TreeMap<String, Long>();
        counters.forEach((name, counter) -> all.put(name, counter.sum()));
        return all;
    }
}
