package dev.midori.preview.daytona;

/** What became of a request to delete a sandbox. */
public enum Deletion {
    /** Daytona destroys it from now on; it is gone once {@link Daytona#find} finds nothing. */
    ACCEPTED,
    /** There is no such sandbox, or there is none any more. */
    GONE,
    /** Another change is under way, creation and destruction included: ask again later. */
    IN_TRANSITION
}
