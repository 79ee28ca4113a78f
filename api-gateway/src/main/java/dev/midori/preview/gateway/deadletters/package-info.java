/** What could not be done: looked at, put back, or discarded by operators. */
@NullMarked
package dev.midori.preview.gateway.deadletters;

import org.jspecify.annotations.NullMarked;
