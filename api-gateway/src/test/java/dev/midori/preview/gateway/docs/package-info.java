@NullMarked
package dev.midori.preview.gateway.docs;

import org.jspecify.annotations.NullMarked;
