@NullMarked
package dev.midori.preview.localdaytona.sdk;

import org.jspecify.annotations.NullMarked;
