package dev.midori.preview.localdaytona.sandbox;

/** A request that Daytona would refuse, with the status that it would answer. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    private Refused(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    public static Refused badRequest(String message) {
        return new Refused(400, message);
    }

    public static Refused forbidden(String message) {
        return new Refused(403, message);
    }

    public static Refused notFound(String message) {
        return new Refused(404, message);
    }

    /** The command outlived its timeout. */
    public static Refused timeout(String message) {
        return new Refused(408, message);
    }

    public static Refused conflict(String message) {
        return new Refused(409, message);
    }

    /** It was there, and has ended. */
    public static Refused gone(String message) {
        return new Refused(410, message);
    }

    public int status() {
        return status;
    }
}
