/** Who may call what. */
@NullMarked
package dev.midori.preview.localdaytona.access;

import org.jspecify.annotations.NullMarked;
