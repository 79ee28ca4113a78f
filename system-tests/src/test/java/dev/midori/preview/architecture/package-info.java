@NullMarked
package dev.midori.preview.architecture;

import org.jspecify.annotations.NullMarked;
