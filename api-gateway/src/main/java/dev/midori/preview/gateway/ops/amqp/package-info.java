/** Depths of queues, from RabbitMQ. */
@NullMarked
package dev.midori.preview.gateway.ops.amqp;

import org.jspecify.annotations.NullMarked;
