@NullMarked
package dev.midori.preview.provision.step;

import org.jspecify.annotations.NullMarked;
