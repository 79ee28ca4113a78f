package dev.midori.preview.daytona.http;

import dev.midori.preview.daytona.Page;
import dev.midori.preview.daytona.Snapshot;
import dev.midori.preview.daytona.Snapshots;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@link Snapshots} over HTTP. */
final class HttpSnapshots implements Snapshots {
    private final ControlApi control;
    private final Duration timeout;

    HttpSnapshots(ControlApi control, Duration timeout) {
        this.control = control;
        this.timeout = timeout;
    }

    @Override
    public Optional<Snapshot> find(String idOrName) {
        var call = Call.about("find snapshot", idOrName, timeout);
        return call.find(() -> control.snapshot(idOrName)).map(json -> ControlMapping.toSnapshot(call, json));
    }

    @Override
    public List<Snapshot> list(String nameContains, int page) {
        if (page < 1) {
            throw new IllegalArgumentException("Pages are counted from 1, not " + page);
        }
        var call = new Call("list snapshots", "of that name", timeout);
        var answer = call.answer(() -> control.snapshots(nameContains, page, Page.LARGEST));
        return call.present(answer.items()).stream()
                .map(json -> ControlMapping.toSnapshot(call, json))
                .toList();
    }

    @Override
    public boolean delete(String id) {
        return Call.about("delete snapshot", id, timeout).sendUnless(404, () -> control.deleteSnapshot(id));
    }
}
