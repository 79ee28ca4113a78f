package dev.midori.preview.localdaytona.access;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

/** A sandbox's token as part of an address. */
public final class QueryToken {
    private static final String NAME = "DAYTONA_SANDBOX_AUTH_KEY";

    private QueryToken() {}

    /** Reads it from the query itself: asking the request for a parameter would read the body of a form. */
    public static @Nullable String of(@Nullable String query) {
        return query == null
                ? null
                : UriComponentsBuilder.newInstance()
                        .query(query)
                        .build()
                        .getQueryParams()
                        .getFirst(NAME);
    }

    /** The same path and query without it. */
    public static String removedFrom(String uri) {
        var mark = uri.indexOf('?');
        if (mark < 0 || !uri.contains(NAME)) {
            return uri;
        }
        var rest = Arrays.stream(uri.substring(mark + 1).split("&", -1))
                .filter(part -> !part.startsWith(NAME + "="))
                .collect(Collectors.joining("&"));
        return uri.substring(0, mark) + (rest.isEmpty() ? "" : "?" + rest);
    }
}
