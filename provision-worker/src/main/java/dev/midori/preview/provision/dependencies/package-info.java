/**
 * Installed packages that projects share. A set of dependencies is installed once, in a clean sandbox that holds nothing
 * of any project but a {@code package.json} of dependencies alone and the lock file, and is kept as a snapshot; the
 * sandboxes of later projects that need the very same set are made from it.
 */
@NullMarked
package dev.midori.preview.provision.dependencies;

import org.jspecify.annotations.NullMarked;
