/** The steps of a provision, in order, each of which may be begun again by another worker where it was left. */
@NullMarked
package dev.midori.preview.provision.step;

import org.jspecify.annotations.NullMarked;
