package dev.midori.preview.testing;

/** A server that a test starts, stops and starts again on the same port. */
interface TestServer extends AutoCloseable {
    /** Returns once it answers. */
    void start();

    /** Returns once it has ended; its data stays. */
    void stop();

    /** Lets it stand still: connections stay open, and nobody answers. */
    void pause();

    /** Lets it go on. */
    void resume();

    int port();

    /** Leaves nothing of it. */
    @Override
    void close();
}
