package dev.midori.preview.localdaytona.machine.namespace;

import java.util.BitSet;
import java.util.OptionalInt;

/** Who machines run as on this host: as root a number that nobody else has, else ourselves. */
final class Users {
    /** From here on systemd's table of user ids says «unused»: https://systemd.io/UIDS-GIDS/ */
    private static final int FIRST = 1_879_048_192;

    private final boolean root;
    private final BitSet taken = new BitSet();

    Users(boolean root) {
        this.root = root;
    }

    /** A number for one machine; empty where all run as whoever runs this server. */
    synchronized OptionalInt take() {
        if (!root) {
            return OptionalInt.empty();
        }
        var free = taken.nextClearBit(0);
        taken.set(free);
        return OptionalInt.of(FIRST + free);
    }

    /** Nothing runs as that user any more. */
    synchronized void giveBack(OptionalInt user) {
        user.ifPresent(number -> taken.clear(number - FIRST));
    }
}
