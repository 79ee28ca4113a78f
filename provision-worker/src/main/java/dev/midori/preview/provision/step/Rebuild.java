package dev.midori.preview.provision.step;

import java.util.Locale;

/** What has to be done for changed files to show. */
public enum Rebuild {
    /** Nothing has changed. */
    NONE,
    /** The dev server sees the change by itself. */
    HMR,
    /** The dev server reads it when it starts. */
    RESTART,
    /** Other packages are needed, and the dev server has to start with them. */
    INSTALL;

    /** The word in answers. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
