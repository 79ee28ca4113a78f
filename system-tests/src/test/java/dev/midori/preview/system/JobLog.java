package dev.midori.preview.system;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;

/** When workers took and ended jobs, read from what they print. */
record JobLog(List<Line> lines) {
    private static final Pattern LINE = Pattern.compile(
            "(?m)^(\\S+) +\\w+ +\\S*Provisioner (job taken|preview runs|preview failed|attempt failed).*? .*?sandboxId=\"(sb_\\w+)\".*$");

    record Line(Instant at, String what, String sandboxId) {
        boolean isTaken() {
            return what.equals("job taken");
        }
    }

    static JobLog of(Service worker) {
        return new JobLog(LINE.matcher(worker.process().log())
                .results()
                .map(line -> new Line(OffsetDateTime.parse(line.group(1)).toInstant(), line.group(2), line.group(3)))
                .toList());
    }

    /** The jobs of which the last that was said by then is that they were taken. */
    List<String> heldAt(Instant time) {
        var last = new LinkedHashMap<String, Line>();
        lines.stream().filter(line -> !line.at().isAfter(time)).forEach(line -> last.put(line.sandboxId(), line));
        return last.values().stream().filter(Line::isTaken).map(Line::sandboxId).toList();
    }
}
