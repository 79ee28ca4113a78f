package dev.midori.preview.sandbox;

/**
 * The ways to a running preview. Every part is a secret of the sandbox's owner: never logged, never in an event.
 *
 * @param url        what a browser opens: it carries its own authorisation
 * @param privateUrl the address that {@link #token} goes with
 * @param token      the preview token for programs, sent as {@code x-daytona-preview-token}
 */
public record PreviewLink(String url, String privateUrl, String token) {
    @Override
    public String toString() {
        return "PreviewLink[hidden]";
    }
}
