/** Redis behind {@link dev.midori.preview.state}: keys, Lua scripts and the adapters that call them. */
@NullMarked
package dev.midori.preview.state.redis;

import org.jspecify.annotations.NullMarked;
