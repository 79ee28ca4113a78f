@NullMarked
package dev.midori.preview.provision.pool;

import org.jspecify.annotations.NullMarked;
