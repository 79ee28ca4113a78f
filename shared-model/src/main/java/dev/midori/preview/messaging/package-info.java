/** The way a command takes: exchanges, queues and the promise that a published command was really queued. */
@NullMarked
package dev.midori.preview.messaging;

import org.jspecify.annotations.NullMarked;
