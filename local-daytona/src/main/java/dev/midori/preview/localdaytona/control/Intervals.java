package dev.midori.preview.localdaytona.control;

import dev.midori.preview.localdaytona.sandbox.Refused;

/** Which intervals there may be, in minutes. */
final class Intervals {
    private Intervals() {}

    static int autoStop(int minutes) {
        if (minutes < 0) {
            throw Refused.badRequest("Auto-stop interval must be non-negative");
        }
        return minutes;
    }

    static int autoArchive(int minutes) {
        if (minutes < 0) {
            throw Refused.badRequest("Auto-archive interval must be non-negative");
        }
        return minutes;
    }

    static int ttl(int minutes) {
        if (minutes < 0) {
            throw Refused.badRequest("TTL must be non-negative");
        }
        return minutes;
    }
}
