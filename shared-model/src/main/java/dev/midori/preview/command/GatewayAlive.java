package dev.midori.preview.command;

import java.time.Instant;

/**
 * A gateway's canary: it takes the way that heartbeats take. As long as it arrives, they do; while it doesn't, their
 * silence means nothing.
 *
 * @param gateway  this process, as no other is called
 * @param issuedAt by Redis's time, so that its age can be told by Redis's time too
 */
public record GatewayAlive(int version, String gateway, Instant issuedAt) implements Command {
    /** The form that this release writes. */
    public static final int VERSION = 1;
}
