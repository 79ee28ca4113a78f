package dev.midori.preview.provision;

/** When the project is built that a preview shows. */
public enum BuildMode {
    /** Before its dev server starts: what does not build is not shown. */
    BEFORE,
    /** Beside the preview, once it runs: what does not build is shown, and said. */
    BESIDE,
    /** Never. */
    SKIP
}
