/** Keeps as many sandboxes waiting in the warm pool as there shall be: no fewer for long, and no more. */
@NullMarked
package dev.midori.preview.reaper.pool;

import org.jspecify.annotations.NullMarked;
