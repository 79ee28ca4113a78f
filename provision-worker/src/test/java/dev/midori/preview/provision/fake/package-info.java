@NullMarked
package dev.midori.preview.provision.fake;

import org.jspecify.annotations.NullMarked;
