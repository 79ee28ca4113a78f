@NullMarked
package dev.midori.preview.startup;

import org.jspecify.annotations.NullMarked;
