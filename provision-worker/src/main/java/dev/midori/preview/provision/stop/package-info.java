/** Leaving nothing of a sandbox at Daytona. */
@NullMarked
package dev.midori.preview.provision.stop;

import org.jspecify.annotations.NullMarked;
