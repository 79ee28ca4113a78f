@NullMarked
package dev.midori.preview.template;

import org.jspecify.annotations.NullMarked;
