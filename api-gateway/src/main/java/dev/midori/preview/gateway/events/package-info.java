/**
 * What happens to a sandbox, as it happens. A stream is a virtual thread that sleeps until the one subscription of this
 * gateway says that its sandbox has changed, and then reads on from where it was; nothing is buffered for a slow client.
 */
@NullMarked
package dev.midori.preview.gateway.events;

import org.jspecify.annotations.NullMarked;
