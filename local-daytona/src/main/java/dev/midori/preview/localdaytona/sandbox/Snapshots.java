package dev.midori.preview.localdaytona.sandbox;

import dev.midori.preview.localdaytona.machine.Machines;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** What sandboxes can be made from: an empty home, and what was made of sandboxes since this server started. */
@Component
public class Snapshots {
    /** Of sandboxes that are made from none in particular. */
    public static final String USUAL = "local";

    private final Map<String, Snapshot> byName = new ConcurrentHashMap<>();
    private final Machines machines;
    private final Clock clock;

    Snapshots(Machines machines, Clock clock) {
        this.machines = machines;
        this.clock = clock;
        var usual = new Snapshot(UUID.randomUUID().toString(), USUAL, true, null, 0, clock.instant(), null);
        byName.put(USUAL, usual);
    }

    public Collection<Snapshot> all() {
        return List.copyOf(byName.values());
    }

    /** The snapshot of that id or name. */
    public Optional<Snapshot> find(String idOrName) {
        return Optional.ofNullable(byName.get(idOrName))
                .or(() -> byName.values().stream()
                        .filter(one -> one.id().equals(idOrName))
                        .findFirst());
    }

    /** The same, where there has to be one. */
    public Snapshot get(String idOrName) {
        return find(idOrName)
                .orElseThrow(() -> Refused.notFound("Snapshot with ID or name %s not found".formatted(idOrName)));
    }

    /** A sandbox is made from it: answers which files that begins with, or that it begins with none. */
    Optional<String> use(String idOrName) {
        var known = find(idOrName)
                .orElseThrow(() -> Refused.badRequest(
                        "Snapshot %s not found. Did you add it through the Daytona Dashboard?".formatted(idOrName)));
        byName.computeIfPresent(known.name(), (_, one) -> one.usedAt(clock.instant()));
        return known.isGeneral() ? Optional.empty() : Optional.of(known.id());
    }

    void requireFree(String name) {
        if (byName.containsKey(name)) {
            throw Refused.conflict("Snapshot with name \"%s\" already exists for this organization".formatted(name));
        }
    }

    /** Keeps a sandbox's files under that name. */
    void make(String sandboxId, String name) {
        var id = UUID.randomUUID().toString();
        var bytes = machines.capture(sandboxId, id);
        var made = new Snapshot(id, name, false, sandboxId, bytes, clock.instant(), null);
        if (byName.putIfAbsent(name, made) != null) {
            machines.forget(id);
            requireFree(name);
        }
    }

    /** Nothing is made from it any more; what was made from it stays. */
    public void remove(Snapshot snapshot) {
        if (snapshot.isGeneral()) {
            throw Refused.forbidden("You cannot delete a general snapshot");
        }
        byName.remove(snapshot.name());
        machines.forget(snapshot.id());
    }
}
