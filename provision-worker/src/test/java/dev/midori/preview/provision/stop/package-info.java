@NullMarked
package dev.midori.preview.provision.stop;

import org.jspecify.annotations.NullMarked;
