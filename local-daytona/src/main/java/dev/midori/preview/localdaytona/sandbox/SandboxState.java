package dev.midori.preview.localdaytona.sandbox;

import java.util.Locale;

/** Where a sandbox stands, in those of Daytona's words that this server needs. */
public enum SandboxState {
    /** Being made for the first time. */
    CREATING,
    /** Its commands run and its previews answer. */
    STARTED,
    /** Its commands are being ended. */
    STOPPING,
    /** Nothing runs; its files are kept. */
    STOPPED,
    /** Its files are being kept as a snapshot; then it is what it was before. */
    SNAPSHOTTING,
    /** Being started again. */
    STARTING,
    /** Nothing of it will be left. */
    DESTROYING,
    /** Nothing of it is left. */
    DESTROYED,
    /** It could not be made; it still has to be deleted. */
    ERROR;

    /** The word in answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** A change is under way, during which Daytona refuses other ones. */
    boolean isTransition() {
        return switch (this) {
            case CREATING, STOPPING, STARTING, SNAPSHOTTING, DESTROYING -> true;
            case STARTED, STOPPED, DESTROYED, ERROR -> false;
        };
    }
}
