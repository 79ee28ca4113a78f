package dev.midori.preview.gateway.caller;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From where a browser may call. Untrusted previews run in the same browser as the pages that call, and on this machine
 * any name may be made to lead here, so both the name that was asked for and the page that asks are looked at. Reading is
 * held to the same rule as changing: a status read is a sign of the owner.
 *
 * @param names  under which this gateway is asked for, each with a port or, for any port, without
 * @param listed origins whose pages may call beside our own
 */
record BrowserRules(Set<String> names, Set<String> listed) {
    private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");
    private static final Set<String> NOT_FOREIGN = Set.of("same-origin", "none");

    /** The rules for these further names and origins. A listed origin's own name is one of ours: it may pass calls on. */
    static BrowserRules of(List<String> names, Set<String> origins) {
        var all = Stream.of(
                        THIS_MACHINE.stream(),
                        names.stream(),
                        origins.stream().map(origin -> origin.substring(origin.indexOf("://") + 3)))
                .flatMap(some -> some)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
        return new BrowserRules(all, Set.copyOf(origins));
    }

    /** Whether the {@code Host} header is a name of ours. */
    boolean isOurs(@Nullable String host) {
        if (host == null) {
            return false;
        }
        var name = host.toLowerCase(Locale.ROOT);
        return names.contains(name) || names.contains(PORT.matcher(name).replaceFirst(""));
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
