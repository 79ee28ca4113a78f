@NullMarked
package dev.midori.preview.localdaytona.control;

import org.jspecify.annotations.NullMarked;
