/** A preview is told to end. */
@NullMarked
package dev.midori.preview.gateway.stop;

import org.jspecify.annotations.NullMarked;
