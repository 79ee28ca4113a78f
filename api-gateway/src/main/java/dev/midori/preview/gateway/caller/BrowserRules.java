package dev.midori.preview.gateway.caller;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * From where a browser may call. Untrusted previews run in the same browser as the pages that call, and on this machine
 * any name may be made to lead here, so both the name that was asked for and the page that asks are looked at. Reading is
 * held to the same rule as changing: a status read is a sign of the owner.
 *
 * @param listed origins whose pages may call beside our own
 */
record BrowserRules(Set<String> listed) {
    private static final Pattern OUR_NAME = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?");
    private static final Set<String> NOT_FOREIGN = Set.of("same-origin", "none");

    /** Whether the {@code Host} header names this machine to itself. */
    static boolean isOurs(@Nullable String host) {
        return host != null && OUR_NAME.matcher(host.toLowerCase(Locale.ROOT)).matches();
    }

    /**
     * Whether a request to the API may come from there.
     *
     * @param own    our origin under the name that was asked for
     * @param origin of the calling page, as the browser tells it
     * @param site   how that page relates to us, as the browser tells it ({@code Sec-Fetch-Site})
     */
    boolean allow(String own, @Nullable String origin, @Nullable String site) {
        if (origin != null) {
            return origin.equalsIgnoreCase(own) || listed.contains(origin);
        }
        return site == null || NOT_FOREIGN.contains(site);
    }
}
