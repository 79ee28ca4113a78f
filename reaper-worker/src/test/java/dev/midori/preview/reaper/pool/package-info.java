@NullMarked
package dev.midori.preview.reaper.pool;

import org.jspecify.annotations.NullMarked;
