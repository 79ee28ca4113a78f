/** How often one user may call. */
@NullMarked
package dev.midori.preview.gateway.rate;

import org.jspecify.annotations.NullMarked;
