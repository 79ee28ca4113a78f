@NullMarked
package dev.midori.preview.testing;

import org.jspecify.annotations.NullMarked;
