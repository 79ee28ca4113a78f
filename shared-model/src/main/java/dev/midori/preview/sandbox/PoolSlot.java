package dev.midori.preview.sandbox;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in the warm pool. What waits there is the preview of a user who is nobody: so the limit of one preview makes the
 * slot hold one sandbox, and all that keeps people's previews right keeps this one right.
 *
 * @param template 1 to 40 lower-case letters, digits and dashes
 * @param number   from 0
 */
public record PoolSlot(String template, int number) {
    /** What the user ids of slots begin with; Redis's scripts know it too. No caller may have such an id. */
    public static final String PREFIX = "midori.pool:";

    private static final Pattern TEMPLATE = Pattern.compile("[a-z0-9-]{1,40}");
    private static final Pattern FORM = Pattern.compile(Pattern.quote(PREFIX) + "([a-z0-9-]{1,40}):([0-9]{1,4})");

    public PoolSlot {
        if (!TEMPLATE.matcher(template).matches() || number < 0) {
            throw new IllegalArgumentException("a template's name has 1 to 40 lower-case letters, digits or dashes");
        }
    }

    /** The slot that this user is; empty for people. */
    public static Optional<PoolSlot> of(UserId user) {
        var parts = FORM.matcher(user.value());
        return parts.matches()
                ? Optional.of(new PoolSlot(parts.group(1), Integer.parseInt(parts.group(2))))
                : Optional.empty();
    }

    /** Whether no person may have this id. */
    public static boolean isReserved(UserId user) {
        return user.value().startsWith(PREFIX);
    }

    /** Whose sandbox waits in it, and which project that shows. */
    public Owner owner() {
        return new Owner(new UserId(PREFIX + template + ":" + number), new ProjectId(template));
    }
}
