package dev.midori.preview.gateway.watch;

import dev.midori.preview.sandbox.UserId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what each user has open, so that nobody takes what is there for everybody. Safe for use by many threads. */
public final class PerUser {
    private final int most;
    private final Map<UserId, Integer> open = new ConcurrentHashMap<>();

    /** @param most that one user may have open at once */
    public PerUser(int most) {
        this.most = most;
    }

    /** Counts one more; false, and nothing counted, where this user has as many as they may. */
    public boolean enter(UserId user) {
        if (open.merge(user, 1, Integer::sum) > most) {
            leave(user);
            return false;
        }
        return true;
    }

    /** How many are open, of all users together. */
    public int count() {
        return open.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** One that was counted is open no more. */
    public void leave(UserId user) {
        open.computeIfPresent(user, (_, count) -> count > 1 ? count - 1 : null);
    }
}
