/** The projects that sandboxes of the warm pool run while they wait. */
@NullMarked
package dev.midori.preview.template;

import org.jspecify.annotations.NullMarked;
