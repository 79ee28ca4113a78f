package dev.midori.preview.gateway.caller;

/** Who may call beside those with a key. */
enum AuthMode {
    /** Whoever is signed in to the application. */
    SESSION,
    /** Everybody, as one fixed user, on this machine only. */
    DEV;

    /** @param word as {@code PREVIEW_AUTH} has it; sessions where it says nothing */
    static AuthMode of(String word) {
        return switch (word) {
            case "", "session" -> SESSION;
            case "dev" -> DEV;
            default ->
                throw new IllegalStateException(
                        "PREVIEW_AUTH is neither session, for callers who are signed in to the application, nor dev,"
                                + " where every caller is one fixed user, on this machine only");
        };
    }
}
