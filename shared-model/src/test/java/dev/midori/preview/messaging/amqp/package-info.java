@NullMarked
package dev.midori.preview.messaging.amqp;

import org.jspecify.annotations.NullMarked;
