/**
 * The clean-up jobs. Each decides in Redis first and publishes afterwards, so a reaper may die, or two may run at once,
 * at any point: a claim is one script, and what was decided but never published is found again by the due sweep.
 */
@NullMarked
package dev.midori.preview.reaper.sweep;

import org.jspecify.annotations.NullMarked;
