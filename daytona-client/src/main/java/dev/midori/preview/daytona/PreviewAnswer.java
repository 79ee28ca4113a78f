package dev.midori.preview.daytona;

/** What a preview's address had to say. */
public sealed interface PreviewAnswer {
    /** The app's own page came. */
    record Answered(int status, String contentType) implements PreviewAnswer {}

    /**
     * Something else came, or nothing.
     *
     * @param reason for people; holds no address, since that may be a secret
     */
    record NotYet(String reason) implements PreviewAnswer {}
}
