package dev.midori.preview.provision.amqp;

/** Whether deliveries are taken at all. */
@FunctionalInterface
interface Gate {
    boolean isOpen();
}
