@NullMarked
package dev.midori.preview.provision.update;

import org.jspecify.annotations.NullMarked;
