@NullMarked
package dev.midori.preview.reaper.sweep;

import org.jspecify.annotations.NullMarked;
