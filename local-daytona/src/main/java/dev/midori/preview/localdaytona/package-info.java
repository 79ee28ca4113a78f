/** A server that speaks the Daytona API on this machine, for development and tests. */
@NullMarked
package dev.midori.preview.localdaytona;

import org.jspecify.annotations.NullMarked;
