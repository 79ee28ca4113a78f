package dev.midori.preview.provision.step;

import java.util.regex.Pattern;

/** What npm's own words say about whose fault a failed install is. */
final class NpmLog {
    /** Codes of Node's network errors, and npm's words for an answer that the registry should not have given. */
    private static final Pattern NETWORK = Pattern.compile(
            "\\b(ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ESOCKETTIMEDOUT|ECONNRESET|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH"
                    + "|ERR_SOCKET_TIMEOUT|EPIPE|E5\\d\\d|E429)\\b");

    private NpmLog() {}

    /** Whether npm could not reach the registry, rather than not find what the project asks for. */
    static boolean tellsOfTheNetwork(String log) {
        return log.lines()
                .anyMatch(
                        line -> line.startsWith("npm") && NETWORK.matcher(line).find());
    }
}
