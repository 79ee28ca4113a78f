@NullMarked
package dev.midori.preview.gateway.caller;

import org.jspecify.annotations.NullMarked;
