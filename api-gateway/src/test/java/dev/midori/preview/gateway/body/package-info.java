@NullMarked
package dev.midori.preview.gateway.body;

import org.jspecify.annotations.NullMarked;
