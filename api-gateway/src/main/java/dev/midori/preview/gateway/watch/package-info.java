/** Waiting for a sandbox to change, without a thread of the platform or a connection for each who waits. */
@NullMarked
package dev.midori.preview.gateway.watch;

import org.jspecify.annotations.NullMarked;
