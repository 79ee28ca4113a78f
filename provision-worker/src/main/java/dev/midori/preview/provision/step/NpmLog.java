package dev.midori.preview.provision.step;

import java.util.Optional;
import java.util.regex.Pattern;

/** What npm's own words say about whose fault a failed install is. */
final class NpmLog {
    /** npm names the reason in a line of its own; what scripts print is repeated after the same prefix, and proves nothing. */
    private static final Pattern CODE = Pattern.compile("(?m)^npm (?:error|ERR!) code (\\S+)\\s*$");

    /** Codes of Node's network errors, and npm's for an answer that the registry should not have given. */
    private static final Pattern NETWORK = Pattern.compile(
            "ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ESOCKETTIMEDOUT|ECONNRESET|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH"
                    + "|ERR_SOCKET_TIMEOUT|EPIPE|EPROTO|ERR_SSL\\w*|ENETWORK|UND_ERR\\w*|E5\\d\\d|E429|EIDLETIMEOUT");

    /** Where npm has no code for it, it says this. */
    private static final Pattern TROUBLE = Pattern.compile("(?m)^npm (?:error|ERR!) network\\b");

    private NpmLog() {}

    /** Whether npm could not reach the registry, rather than not find what the project asks for. */
    static boolean tellsOfTheNetwork(String log) {
        return code(log)
                .map(code -> NETWORK.matcher(code).matches())
                .orElseGet(() -> TROUBLE.matcher(log).find());
    }

    private static Optional<String> code(String log) {
        return CODE.matcher(log).results().map(match -> match.group(1)).findFirst();
    }
}
