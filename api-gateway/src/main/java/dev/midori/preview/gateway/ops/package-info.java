/** What operators look at and do, beside clean-up and dead letters: the figures of now, every sandbox, a stop. */
@NullMarked
package dev.midori.preview.gateway.ops;

import org.jspecify.annotations.NullMarked;
