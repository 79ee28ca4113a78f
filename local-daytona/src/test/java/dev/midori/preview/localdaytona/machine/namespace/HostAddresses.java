package dev.midori.preview.localdaytona.machine.namespace;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** The addresses by which a sandbox could try to reach its host, or what clouds tell their machines. */
final class HostAddresses {
    private HostAddresses() {}

    /** A command that says which of them answer on a port; it asks all at once. */
    static String thatAnswerOn(int port) throws UnknownHostException {
        var own = InetAddress.getLocalHost().getHostAddress();
        var addresses = List.of("127.0.0.1", "$gateway", own, "169.254.169.254", "[fd00:ec2::254]", "[::1]");
        return """
                gateway=$(ip route show default | awk '{ print $3; exit }')
                test -n "$gateway" || echo 'there is no way out'
                for address in %s; do
                  curl -s -o /dev/null --max-time 2 "http://$address:%d/" && echo "$address" &
                done
                wait
                """.formatted(
                String.join(" ", addresses.stream().map("\"%s\""::formatted).toList()), port);
    }
}
