/** Signs of owners, and what each is worth. */
@NullMarked
package dev.midori.preview.gateway.presence;

import org.jspecify.annotations.NullMarked;
