@NullMarked
package dev.midori.preview.gateway.cleanup;

import org.jspecify.annotations.NullMarked;
