package dev.midori.preview.daytona;

import org.jspecify.annotations.Nullable;

/** Where a snapshot stands, in Daytona's words. */
public enum SnapshotState {
    BUILDING,
    PENDING,
    PULLING,
    SNAPSHOTTING,
    /** Sandboxes can be made from it. */
    ACTIVE,
    INACTIVE,
    ERROR,
    BUILD_FAILED,
    REMOVING,
    /** Daytona has a new word for it. */
    UNKNOWN;

    /** Reads Daytona's spelling; a word that is not listed here is {@link #UNKNOWN}, for new ones appear over time. */
    public static SnapshotState of(@Nullable String text) {
        return Words.read(text, UNKNOWN);
    }

    /** Sandboxes can be made from it now. */
    public boolean isActive() {
        return this == ACTIVE;
    }

    /** It will be active without anybody doing more. */
    public boolean isComing() {
        return switch (this) {
            case BUILDING, PENDING, PULLING, SNAPSHOTTING -> true;
            case ACTIVE, INACTIVE, ERROR, BUILD_FAILED, REMOVING, UNKNOWN -> false;
        };
    }
}
