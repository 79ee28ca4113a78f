package dev.midori.preview.gateway.presence;

import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The gateway's only clockwork. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class PresenceConfiguration {}
