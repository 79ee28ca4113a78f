@NullMarked
package dev.midori.preview.localdaytona;

import org.jspecify.annotations.NullMarked;
