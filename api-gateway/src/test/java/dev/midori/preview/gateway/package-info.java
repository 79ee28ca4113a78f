@NullMarked
package dev.midori.preview.gateway;

import org.jspecify.annotations.NullMarked;
