@NullMarked
package dev.midori.preview.localdaytona.proxy;

import org.jspecify.annotations.NullMarked;
