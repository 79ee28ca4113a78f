/** What callers have used of their day. */
@NullMarked
package dev.midori.preview.gateway.usage;

import org.jspecify.annotations.NullMarked;
