/** Machines that are folders of this host, without any walls: for projects that one would run oneself. */
@NullMarked
package dev.midori.preview.localdaytona.machine.process;

import org.jspecify.annotations.NullMarked;
