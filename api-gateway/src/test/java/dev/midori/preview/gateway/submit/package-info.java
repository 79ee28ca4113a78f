@NullMarked
package dev.midori.preview.gateway.submit;

import org.jspecify.annotations.NullMarked;
