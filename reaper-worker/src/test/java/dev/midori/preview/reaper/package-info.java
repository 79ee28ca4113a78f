@NullMarked
package dev.midori.preview.reaper;

import org.jspecify.annotations.NullMarked;
