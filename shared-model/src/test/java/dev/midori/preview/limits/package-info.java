@NullMarked
package dev.midori.preview.limits;

import org.jspecify.annotations.NullMarked;
