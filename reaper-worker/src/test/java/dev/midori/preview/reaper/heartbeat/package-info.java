@NullMarked
package dev.midori.preview.reaper.heartbeat;

import org.jspecify.annotations.NullMarked;
