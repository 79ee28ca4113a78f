/** Who is calling, and from where a browser may call. */
@NullMarked
package dev.midori.preview.gateway.caller;

import org.jspecify.annotations.NullMarked;
