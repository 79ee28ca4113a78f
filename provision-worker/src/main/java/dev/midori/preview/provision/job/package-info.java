/** One create command from claim to outcome: who may work on it, for how long, and what its failures mean. */
@NullMarked
package dev.midori.preview.provision.job;

import org.jspecify.annotations.NullMarked;
