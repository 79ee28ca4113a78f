/** Commands handed to the broker within a bounded time. */
@NullMarked
package dev.midori.preview.gateway.publish;

import org.jspecify.annotations.NullMarked;
