@NullMarked
package dev.midori.preview.provision.amqp;

import org.jspecify.annotations.NullMarked;
