/** Signs of owners, taken from the queue by the hundred and applied with one script call per partition. */
@NullMarked
package dev.midori.preview.reaper.heartbeat;

import org.jspecify.annotations.NullMarked;
