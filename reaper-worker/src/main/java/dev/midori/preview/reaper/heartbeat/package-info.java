/** Signs of owners, taken from the queue in batches of up to a thousand and applied with one script call per partition. */
@NullMarked
package dev.midori.preview.reaper.heartbeat;

import org.jspecify.annotations.NullMarked;
