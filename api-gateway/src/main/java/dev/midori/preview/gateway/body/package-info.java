/** Requests as bytes: read within bounds, so that no caller decides how much memory is used. */
@NullMarked
package dev.midori.preview.gateway.body;

import org.jspecify.annotations.NullMarked;
