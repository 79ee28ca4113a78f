/** Deliveries in, outcomes out: the one place where an outcome becomes an acknowledgement. */
@NullMarked
package dev.midori.preview.provision.amqp;

import org.jspecify.annotations.NullMarked;
