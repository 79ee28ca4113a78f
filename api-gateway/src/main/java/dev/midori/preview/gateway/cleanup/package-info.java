/** What operators ask of the reapers, and are told by them. */
@NullMarked
package dev.midori.preview.gateway.cleanup;

import org.jspecify.annotations.NullMarked;
