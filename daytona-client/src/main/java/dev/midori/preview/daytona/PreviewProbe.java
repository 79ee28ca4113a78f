package dev.midori.preview.daytona;

import java.net.URI;

/**
 * Asks a preview's own address for the app's page, as a browser would but without counting as activity, and believes
 * nothing else: Daytona's warning, its login and its error pages answer too.
 */
public interface PreviewProbe {
    /**
     * Asks a signed or public address once.
     *
     * @throws DaytonaException.Unavailable the thread was interrupted; its flag is set
     */
    PreviewAnswer ask(URI url);

    /** As {@link #ask(URI)}, for a private address, with its token. */
    PreviewAnswer ask(PreviewLink link);
}
