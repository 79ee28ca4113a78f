@NullMarked
package dev.midori.preview.sandbox;

import org.jspecify.annotations.NullMarked;
