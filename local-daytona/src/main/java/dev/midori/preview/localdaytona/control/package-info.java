/** Daytona's control API: sandboxes and their links. */
@NullMarked
package dev.midori.preview.localdaytona.control;

import org.jspecify.annotations.NullMarked;
