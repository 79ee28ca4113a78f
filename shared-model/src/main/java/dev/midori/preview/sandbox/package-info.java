/** The words of the business: who owns a sandbox, where it stands, why it failed and why it ended. */
@NullMarked
package dev.midori.preview.sandbox;

import org.jspecify.annotations.NullMarked;
