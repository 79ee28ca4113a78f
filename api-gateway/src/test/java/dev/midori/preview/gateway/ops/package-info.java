@NullMarked
package dev.midori.preview.gateway.ops;

import org.jspecify.annotations.NullMarked;
