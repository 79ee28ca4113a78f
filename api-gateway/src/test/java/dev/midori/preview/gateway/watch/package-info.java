@NullMarked
package dev.midori.preview.gateway.watch;

import org.jspecify.annotations.NullMarked;
