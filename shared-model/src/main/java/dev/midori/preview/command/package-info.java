/** What the services ask of each other. Every command is a record of one sealed interface and knows its own version. */
@NullMarked
package dev.midori.preview.command;

import org.jspecify.annotations.NullMarked;
