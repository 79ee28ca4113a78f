package dev.midori.preview.gateway.caller;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where browsers keep a session: NextAuth v4 and Auth.js v5 differ in the cookie's name, and both cut a long one into
 * {@code .0}, {@code .1} and so on. Those that only a secure origin can have set come first.
 */
final class SessionCookies {
    /** The names that NextAuth v4 gives. */
    static final List<String> V4 = List.of("__Secure-next-auth.session-token", "next-auth.session-token");

    /** The names that Auth.js v5 gives; each is also the salt of its key. */
    static final List<String> V5 = List.of("__Secure-authjs.session-token", "authjs.session-token");

    private static final List<String> ALL = List.of(V5.get(0), V4.get(0), V5.get(1), V4.get(1));

    /** Eight parts of 4 KB are more than the headers of a request may hold. */
    private static final int MOST_PARTS = 8;

    private SessionCookies() {}

    /** A token, and the cookie that it came in. */
    record Found(String cookie, String token) {}

    /** The sessions that a request shows, the most trustworthy first. */
    static List<Found> of(HttpServletRequest request) {
        var values = valuesOf(request.getCookies());
        return ALL.stream()
                .flatMap(name -> tokens(values, name).map(token -> new Found(name, token)))
                .toList();
    }

    private static Stream<String> tokens(Map<String, String> values, String name) {
        return Stream.concat(Optional.ofNullable(values.get(name)).stream(), joined(values, name).stream());
    }

    private static Optional<String> joined(Map<String, String> values, String name) {
        var whole = new StringBuilder();
        for (int part = 0; part < MOST_PARTS; part++) {
            var value = values.get(name + "." + part);
            if (value == null) {
                break;
            }
            whole.append(value);
        }
        return whole.isEmpty() ? Optional.empty() : Optional.of(whole.toString());
    }

    /** Of two cookies of one name the first counts: browsers send the one of the longer path first. */
    private static Map<String, String> valuesOf(Cookie @Nullable [] cookies) {
        var values = new HashMap<String, String>();
        if (cookies != null) {
            Arrays.stream(cookies).forEach(cookie -> values.putIfAbsent(cookie.getName(), cookie.getValue()));
        }
        return values;
    }
}
