package dev.midori.preview.messaging.amqp;

/** Our own headers. {@code x-death} is never counted: brokers differ in when they add to it. */
public final class Headers {
    /** Fresh with each publish; tells a redelivery of one copy from another copy of the same command. */
    public static final String COPY_ID = "x-preview-copy-id";

    /** Which attempt at the command this copy is, from 1. */
    public static final String ATTEMPT = "x-preview-attempt";

    /** Why the message is among the dead letters: a failure code or a word of ours, never free text of a caller's. */
    public static final String REASON = "x-preview-reason";

    /** When the first attempt failed, in epoch milliseconds. */
    public static final String FIRST_FAILED_AT = "x-preview-first-failed-at";

    /** When the last attempt failed, in epoch milliseconds. */
    public static final String LAST_FAILED_AT = "x-preview-last-failed-at";

    /** The work queue that a dead letter goes back to when it is replayed. */
    public static final String QUEUE = "x-preview-queue";

    /** Of a dead letter that an operator put back: each is honoured once. */
    public static final String REPLAY_ID = "x-preview-replay-id";

    private Headers() {}
}
