@NullMarked
package dev.midori.preview.state.redis;

import org.jspecify.annotations.NullMarked;
