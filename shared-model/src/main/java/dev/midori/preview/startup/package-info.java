/** What a service says when it can't start. */
@NullMarked
package dev.midori.preview.startup;

import org.jspecify.annotations.NullMarked;
