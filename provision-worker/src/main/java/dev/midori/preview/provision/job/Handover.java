package dev.midori.preview.provision.job;

/** This process was told to go while a job was at work; what is stored is enough for another to go on. */
public final class Handover extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Handover() {
        super("this worker is shutting down");
    }
}
