@NullMarked
package dev.midori.preview.gateway.page;

import org.jspecify.annotations.NullMarked;
