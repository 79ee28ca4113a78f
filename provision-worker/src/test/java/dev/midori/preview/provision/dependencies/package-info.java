/** Sets of dependencies, what is shared of them and what never is. */
@NullMarked
package dev.midori.preview.provision.dependencies;

import org.jspecify.annotations.NullMarked;
