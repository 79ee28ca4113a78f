package dev.midori.preview.reaper.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * What a job found and did.
 *
 * @param message one sentence, with the prefix that its log lines have
 * @param figures by name
 */
public record Report(String message, Map<String, Object> figures) {
    public Report {
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }

    /** One without figures yet. */
    public static Report of(String message) {
        return new Report(message, Map.of());
    }

    /** The same, with one figure more. */
    public Report with(String name, Object figure) {
        var more = new LinkedHashMap<>(figures);
        more.put(name, figure);
        return new Report(message, more);
    }

    /** Says it once, and passes it on. */
    public Report logTo(Logger log, Level level) {
        var line = log.atLevel(level);
        for (var figure : figures.entrySet()) {
            line = line.addKeyValue(figure.getKey(), figure.getValue());
        }
        line.log(message);
        return this;
    }
}
