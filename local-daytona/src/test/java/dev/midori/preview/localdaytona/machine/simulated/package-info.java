@NullMarked
package dev.midori.preview.localdaytona.machine.simulated;

import org.jspecify.annotations.NullMarked;
