@NullMarked
package dev.midori.preview.messaging;

import org.jspecify.annotations.NullMarked;
