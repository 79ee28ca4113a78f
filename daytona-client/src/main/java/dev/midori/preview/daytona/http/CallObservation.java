package dev.midori.preview.daytona.http;

import io.micrometer.common.KeyValue;
import org.springframework.http.client.observation.ClientRequestObservationContext;
import org.springframework.http.client.observation.DefaultClientRequestObservationConvention;

/**
 * Spring's {@code http.client.requests} with the name of the call as its {@code uri}, since paths hold a sandbox's id,
 * and one time series per sandbox is one too many.
 */
final class CallObservation extends DefaultClientRequestObservationConvention {
    @Override
    protected KeyValue uri(ClientRequestObservationContext context) {
        return KeyValue.of("uri", Call.current().name());
    }
}
