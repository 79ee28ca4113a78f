/** How anything that goes wrong is told: problem details (RFC 9457) with the fields that the frontends read. */
@NullMarked
package dev.midori.preview.gateway.problem;

import org.jspecify.annotations.NullMarked;
