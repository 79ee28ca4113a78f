/** What goes wrong on purpose, and the count of what was done, for tests that want to know. Off unless asked for. */
@NullMarked
package dev.midori.preview.localdaytona.fault;

import org.jspecify.annotations.NullMarked;
