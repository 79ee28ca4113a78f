/** Limits and timeouts, with the defaults that Midori has always had, checked when a service starts. */
@NullMarked
package dev.midori.preview.limits;

import org.jspecify.annotations.NullMarked;
