/**
 * Redis and Daytona compared, both ways. Daytona's listing is eventually consistent, so whatever would be removed must be
 * found by two passes a grace apart and confirmed by a look at that one sandbox. Keeping too much is safe: while nothing
 * is known, the first pass takes in whatever runs.
 */
@NullMarked
package dev.midori.preview.reaper.sync;

import org.jspecify.annotations.NullMarked;
