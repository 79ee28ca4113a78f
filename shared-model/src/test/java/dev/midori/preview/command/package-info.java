@NullMarked
package dev.midori.preview.command;

import org.jspecify.annotations.NullMarked;
