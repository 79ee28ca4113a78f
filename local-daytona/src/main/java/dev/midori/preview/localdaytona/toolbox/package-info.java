/** Daytona's toolbox: files, commands and ports of one started sandbox. */
@NullMarked
package dev.midori.preview.localdaytona.toolbox;

import org.jspecify.annotations.NullMarked;
