/** Daytona as a whole may be out of order; then nobody's job is to blame. */
@NullMarked
package dev.midori.preview.provision.outage;

import org.jspecify.annotations.NullMarked;
