/** Files of a preview that runs are changed and read. */
@NullMarked
package dev.midori.preview.provision.update;

import org.jspecify.annotations.NullMarked;
