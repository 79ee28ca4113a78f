package dev.midori.preview.state;

import dev.midori.preview.sandbox.UserId;
import java.time.Duration;
import java.util.List;

/** Who uses how much of their day. */
public interface Spending {
    /** Those who have used most of this day, most first, what runs now included; at most so many. */
    List<Spent> most(int most);

    /** What one user has used of this day. */
    record Spent(UserId user, Duration used) {}
}
