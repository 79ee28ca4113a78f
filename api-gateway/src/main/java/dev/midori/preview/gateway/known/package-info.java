/** While state doesn't know of all that exists, nobody is told that something doesn't. */
@NullMarked
package dev.midori.preview.gateway.known;

import org.jspecify.annotations.NullMarked;
