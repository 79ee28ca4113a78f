/** Sandboxes by the id that a caller sends; those of others do not exist. */
@NullMarked
package dev.midori.preview.gateway.lookup;

import org.jspecify.annotations.NullMarked;
