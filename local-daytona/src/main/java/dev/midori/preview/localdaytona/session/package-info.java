/** Shells of a sandbox and the commands that they were given, as Daytona numbers and keeps them. */
@NullMarked
package dev.midori.preview.localdaytona.session;

import org.jspecify.annotations.NullMarked;
