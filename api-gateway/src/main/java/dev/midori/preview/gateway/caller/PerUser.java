package dev.midori.preview.gateway.caller;

import dev.midori.preview.sandbox.UserId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What each user has of something that is there for everybody, and no more than they may. Safe for use by many threads. */
public final class PerUser {
    private final int most;
    private final Map<UserId, Integer> taken = new ConcurrentHashMap<>();

    /** @param most that one user may have at once */
    public PerUser(int most) {
        this.most = most;
    }

    /** Takes so much more; false, and nothing taken, where this user would have more than they may. */
    public boolean take(UserId user, int amount) {
        if (taken.merge(user, amount, Integer::sum) > most) {
            giveBack(user, amount);
            return false;
        }
        return true;
    }

    /** Gives back so much of what was taken. */
    public void giveBack(UserId user, int amount) {
        taken.computeIfPresent(user, (_, sum) -> sum > amount ? sum - amount : null);
    }

    /** How much is taken, by all users together. */
    public int count() {
        return taken.values().stream().mapToInt(Integer::intValue).sum();
    }
}
