/** The dead-letter queue on RabbitMQ. */
@NullMarked
package dev.midori.preview.gateway.deadletters.amqp;

import org.jspecify.annotations.NullMarked;
