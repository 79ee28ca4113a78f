package dev.midori.preview.localdaytona.session;

import dev.midori.preview.localdaytona.machine.Machine;
import dev.midori.preview.localdaytona.machine.Shell;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The sessions of one started sandbox. They end with it. */
public final class Sessions {
    private final Supplier<Shell> shells;
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    public Sessions(Machine machine) {
        this.shells = machine::openShell;
    }

    /** Opens one; empty where that id is taken. */
    public Optional<Session> create(String id) {
        var created = new Session[1];
        sessions.computeIfAbsent(id, _ -> created[0] = new Session(id, shells.get()));
        return Optional.ofNullable(created[0]);
    }

    public Optional<Session> find(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    public Collection<Session> all() {
        return List.copyOf(sessions.values());
    }

    /** Ends one and everything that it started; false where there is none of that id. */
    public boolean delete(String id) {
        var session = Optional.ofNullable(sessions.remove(id));
        session.ifPresent(Session::close);
        return session.isPresent();
    }
}
