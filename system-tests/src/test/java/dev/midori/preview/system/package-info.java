@NullMarked
package dev.midori.preview.system;

import org.jspecify.annotations.NullMarked;
