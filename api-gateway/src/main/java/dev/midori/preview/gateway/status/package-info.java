/** What a caller may know of a sandbox. */
@NullMarked
package dev.midori.preview.gateway.status;

import org.jspecify.annotations.NullMarked;
