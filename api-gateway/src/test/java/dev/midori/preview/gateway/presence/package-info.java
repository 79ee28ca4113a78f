@NullMarked
package dev.midori.preview.gateway.presence;

import org.jspecify.annotations.NullMarked;
