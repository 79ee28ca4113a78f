/** Where a sandbox's commands run. The packages below are the ways to do it. */
@NullMarked
package dev.midori.preview.localdaytona.machine;

import org.jspecify.annotations.NullMarked;
