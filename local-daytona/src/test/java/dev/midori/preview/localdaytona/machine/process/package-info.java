@NullMarked
package dev.midori.preview.localdaytona.machine.process;

import org.jspecify.annotations.NullMarked;
