/** The thin HTTP API: requests in, commands out, state read back. It never talks to Daytona. */
@NullMarked
package dev.midori.preview.gateway;

import org.jspecify.annotations.NullMarked;
