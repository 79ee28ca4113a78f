/** Heartbeats in, clean-up out: what nobody looks at any more ends here, and what a lost message left behind is repaired. */
@NullMarked
package dev.midori.preview.reaper;

import org.jspecify.annotations.NullMarked;
