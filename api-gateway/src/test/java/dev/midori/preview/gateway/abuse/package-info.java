@NullMarked
package dev.midori.preview.gateway.abuse;

import org.jspecify.annotations.NullMarked;
