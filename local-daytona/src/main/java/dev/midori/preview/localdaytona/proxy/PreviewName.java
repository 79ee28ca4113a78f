package dev.midori.preview.localdaytona.proxy;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The first label of a preview's host name.
 *
 * @param port of the sandbox
 * @param key  its id, or the token of a signed link
 */
record PreviewName(int port, String key) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,5})-([A-Za-z0-9-]{1,56})\\..+");

    /** Reads a host name; empty where it is no preview's. */
    static Optional<PreviewName> of(String host) {
        var name = FORM.matcher(host);
        return name.matches()
                ? Optional.of(new PreviewName(Integer.parseInt(name.group(1)), name.group(2)))
                : Optional.empty();
    }
}
