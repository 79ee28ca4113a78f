/** Change hints from Redis: one subscription for the whole process. */
@NullMarked
package dev.midori.preview.gateway.watch.redis;

import org.jspecify.annotations.NullMarked;
