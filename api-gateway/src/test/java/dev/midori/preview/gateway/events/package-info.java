@NullMarked
package dev.midori.preview.gateway.events;

import org.jspecify.annotations.NullMarked;
