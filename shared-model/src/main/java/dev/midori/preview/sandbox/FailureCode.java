package dev.midori.preview.sandbox;

/** What went wrong, in the codes that clients read, and whose fault it is. */
public enum FailureCode {
    NPM_INSTALL_FAILED(Fault.PROJECT),
    BUILD_FAILED(Fault.PROJECT),
    DEV_SERVER_FAILED(Fault.PROJECT),
    BUILD_TIMEOUT(Fault.PROJECT),
    SANDBOX_CREATION_FAILED(Fault.WORLD),
    FILE_UPLOAD_FAILED(Fault.WORLD),
    SANDBOX_CREATION_TIMEOUT(Fault.TIME),
    EXPIRED(Fault.TIME),
    BROKER_UNAVAILABLE(Fault.WORLD),
    INTERNAL_ERROR(Fault.OURS);

    /** Who has to act. */
    public enum Fault {
        /** The project's author: the same files fail again. */
        PROJECT,
        /** Daytona, the npm registry or the network: the same files may work later. */
        WORLD,
        /** It took too long. */
        TIME,
        /** Us. */
        OURS
    }

    private final Fault fault;

    FailureCode(Fault fault) {
        this.fault = fault;
    }

    /** Whose fault this is. */
    public Fault fault() {
        return fault;
    }
}
