/** Files of previews that run: changed, edited and read, on behalf of their owners. */
@NullMarked
package dev.midori.preview.gateway.files;

import org.jspecify.annotations.NullMarked;
