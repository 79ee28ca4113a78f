package dev.midori.preview.localdaytona.machine.namespace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What this host is like. */
final class Host {
    /** Where clouds tell their machines secrets. */
    private static final List<String> METADATA = List.of("169.254.0.0/16", "fd00:ec2::254/128");

    /** What a resolver on this very machine asks in turn; systemd keeps that list beside the usual one. */
    private static final Path UPSTREAM_RESOLVERS = Path.of("/run/systemd/resolve/resolv.conf");

    private static final Path RESOLVERS = Path.of("/etc/resolv.conf");

    private Host() {}

    static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Which of these programs are on the path nowhere. */
    static List<String> missing(List<String> programs) {
        var folders = Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/sbin"))
                .map(Path::of)
                .toList();
        return programs.stream()
                .filter(program -> folders.stream().noneMatch(folder -> Files.isExecutable(folder.resolve(program))))
                .toList();
    }

    /** A list of name servers that can be reached from a network of its own. */
    static Path resolvers() {
        return Files.isReadable(UPSTREAM_RESOLVERS) ? UPSTREAM_RESOLVERS : RESOLVERS;
    }

    /** The process's name, as the kernel has it; empty where there is no such process. */
    static Optional<String> nameOf(long pid) {
        try {
            return Optional.of(
                    Files.readString(Path.of("/proc/%d/comm".formatted(pid))).strip());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** Destinations that no machine has any business at: cloud metadata, and this host under any of its addresses. */
    static List<String> forbiddenDestinations() {
        try {
            return Stream.concat(
                            METADATA.stream(),
                            NetworkInterface.networkInterfaces()
                                    .flatMap(network -> network.getInterfaceAddresses().stream())
                                    .map(InterfaceAddress::getAddress)
                                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                                    .map(InetAddress::getHostAddress)
                                    .map(address -> address.replaceFirst("%.*", "")))
                    .distinct()
                    .toList();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }
}
