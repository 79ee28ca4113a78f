package dev.midori.preview.system;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Pattern;

/** When workers took and ended jobs, read from what they print. */
record JobLog(List<Line> lines) {
    private static final Pattern LINE = Pattern.compile(
            "(?m)^(\\S+) +\\w+ +\\S*Provisioner (job taken|preview runs|preview failed) .*?sandboxId=\"(sb_\\w+)\".*$");

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

    /** The jobs that were taken by then and had not ended. */
    List<String> heldAt(Instant time) {
        return lines.stream()
                .filter(line -> line.isTaken() && !line.at().isAfter(time))
                .map(Line::sandboxId)
                .distinct()
                .filter(id -> lines.stream()
                        .noneMatch(line -> !line.isTaken() && line.sandboxId().equals(id)))
                .toList();
    }
}
