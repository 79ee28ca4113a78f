/** Machines in which real processes run: what the ways to start those have in common. */
@NullMarked
package dev.midori.preview.localdaytona.machine.guest;

import org.jspecify.annotations.NullMarked;
