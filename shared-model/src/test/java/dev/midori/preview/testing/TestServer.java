package dev.midori.preview.testing;

/** A server that a test starts, stops and starts again on the same port. */
interface TestServer extends AutoCloseable {
    /** Returns once it answers. */
    void start();

    /** Returns once it has ended; its data stays. */
    void stop();

    int port();

    /** Leaves nothing of it. */
    @Override
    void close();
}
