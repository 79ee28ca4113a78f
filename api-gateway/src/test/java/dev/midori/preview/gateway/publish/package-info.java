@NullMarked
package dev.midori.preview.gateway.publish;

import org.jspecify.annotations.NullMarked;
