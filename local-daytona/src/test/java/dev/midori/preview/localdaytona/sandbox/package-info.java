@NullMarked
package dev.midori.preview.localdaytona.sandbox;

import org.jspecify.annotations.NullMarked;
