@NullMarked
package dev.midori.preview.gateway.usage;

import org.jspecify.annotations.NullMarked;
