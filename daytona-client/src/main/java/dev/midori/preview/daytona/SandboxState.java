package dev.midori.preview.daytona;

import org.jspecify.annotations.Nullable;

/** Where a sandbox stands, in Daytona's words. */
public enum SandboxState {
    CREATING,
    RESTORING,
    STARTING,
    STARTED,
    STOPPING,
    STOPPED,
    PAUSING,
    PAUSED,
    RESUMING,
    ARCHIVING,
    ARCHIVED,
    DESTROYING,
    DESTROYED,
    ERROR,
    BUILD_FAILED,
    PENDING_BUILD,
    BUILDING_SNAPSHOT,
    PULLING_SNAPSHOT,
    RESIZING,
    SNAPSHOTTING,
    FORKING,
    /** Daytona doesn't know, doesn't say, or has a new word for it: none of the questions below is answered with yes. */
    UNKNOWN;

    /** Reads Daytona's spelling; a word that is not listed here is {@link #UNKNOWN}, for new ones appear over time. */
    public static SandboxState of(@Nullable String text) {
        return Words.read(text, UNKNOWN);
    }

    /** It runs: its toolbox and its previews answer. */
    public boolean isStarted() {
        return this == STARTED;
    }

    /** It will run without anybody doing more. */
    public boolean isComing() {
        return switch (this) {
            case CREATING, RESTORING, STARTING, RESUMING, PENDING_BUILD, BUILDING_SNAPSHOT, PULLING_SNAPSHOT -> true;
            case STARTED, STOPPING, STOPPED, PAUSING, PAUSED, ARCHIVING, ARCHIVED, DESTROYING, DESTROYED -> false;
            case ERROR, BUILD_FAILED, RESIZING, SNAPSHOTTING, FORKING, UNKNOWN -> false;
        };
    }

    /** It will not run, but still exists and must be deleted. */
    public boolean hasFailed() {
        return this == ERROR || this == BUILD_FAILED;
    }

    /** It is being destroyed. */
    public boolean isGoing() {
        return this == DESTROYING;
    }

    /** Nothing is left of it. */
    public boolean isGone() {
        return this == DESTROYED;
    }
}
