@NullMarked
package dev.midori.preview.reaper.control;

import org.jspecify.annotations.NullMarked;
