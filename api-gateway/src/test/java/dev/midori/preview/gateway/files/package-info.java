@NullMarked
package dev.midori.preview.gateway.files;

import org.jspecify.annotations.NullMarked;
