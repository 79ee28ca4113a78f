@NullMarked
package dev.midori.preview.localdaytona.fault;

import org.jspecify.annotations.NullMarked;
