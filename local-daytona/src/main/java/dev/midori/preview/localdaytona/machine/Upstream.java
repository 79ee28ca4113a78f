package dev.midori.preview.localdaytona.machine;

import java.nio.file.Path;

/** Where the proxy finds what listens on a port of a machine. */
public sealed interface Upstream {
    /** A socket of the file system; there is nothing behind it where nothing listens. */
    record LocalSocket(Path path) implements Upstream {}

    /** A port of this machine. */
    record LocalPort(String host, int port) implements Upstream {}

    /** Nothing is reached: this is the page that would come. */
    record Page(String html) implements Upstream {}

    /** Nothing listens. */
    record Nothing() implements Upstream {}
}
