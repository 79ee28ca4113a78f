@NullMarked
package dev.midori.preview.localdaytona.machine.namespace;

import org.jspecify.annotations.NullMarked;
