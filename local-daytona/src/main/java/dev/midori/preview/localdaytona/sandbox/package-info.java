/** Sandboxes: what they are asked to be, where they stand, and who may look into them. */
@NullMarked
package dev.midori.preview.localdaytona.sandbox;

import org.jspecify.annotations.NullMarked;
