package dev.midori.preview.provision.dependencies;

import java.util.regex.Pattern;

/**
 * What a {@code package.json} may ask for that means the same to every project: a version, range or tag at the registry,
 * or another package's by {@code npm:}. Files, folders, links, repositories and addresses are none
 * (<a href="https://docs.npmjs.com/cli/configuring-npm/package-json#dependencies">npm's list of forms</a>).
 */
final class Specs {
    private static final String NAME_FORM = "(?:@[\\w~-][\\w~.-]*/)?[\\w~-][\\w~.-]*";
    private static final String RANGE_FORM = "(?!\\.)[\\w.+*^~<>=|\\s-]*";
    private static final Pattern NAME = Pattern.compile(NAME_FORM);
    private static final Pattern RANGE = Pattern.compile(RANGE_FORM);
    private static final Pattern ALIAS = Pattern.compile("npm:%s(?:@%s)?".formatted(NAME_FORM, RANGE_FORM));

    /** npm takes what ends like this for a file. */
    private static final Pattern ARCHIVE = Pattern.compile(".*\\.(?:tgz|tar|tar\\.gz)", Pattern.CASE_INSENSITIVE);

    private Specs() {}

    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    static boolean isShareable(String spec) {
        var text = spec.strip();
        return !ARCHIVE.matcher(text).matches()
                && (RANGE.matcher(text).matches() || ALIAS.matcher(text).matches());
    }
}
