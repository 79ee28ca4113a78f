/** Commands in, sandboxes out: the service that carries out at Daytona what others decide. */
@NullMarked
package dev.midori.preview.provision;

import org.jspecify.annotations.NullMarked;
