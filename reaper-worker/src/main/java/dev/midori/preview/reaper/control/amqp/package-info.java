/** Operators' commands from RabbitMQ, and the answers to them. */
@NullMarked
package dev.midori.preview.reaper.control.amqp;

import org.jspecify.annotations.NullMarked;
