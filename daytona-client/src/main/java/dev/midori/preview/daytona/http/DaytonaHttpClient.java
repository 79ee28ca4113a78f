package dev.midori.preview.daytona.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/** How we speak HTTP to Daytona. */
final class DaytonaHttpClient {
    /** The API that we follow. Toolboxes tell the streams of a log apart only for clients from 0.167.0 on. */
    private static final String API_VERSION = "0.205.1";

    private static final String SOURCE = "midori-preview";

    private DaytonaHttpClient() {}

    /**
     * HTTP/1.1, because over plain HTTP the JDK otherwise asks each time for an upgrade to HTTP/2, which proxies take for a
     * WebSocket; and no redirects, as none belongs to the API and a login page is no answer.
     */
    static HttpClient open(Duration connectTimeout) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .executor(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("daytona-http-", 0).factory()))
                .build();
    }

    static RestClient rest(DaytonaSettings settings, HttpClient client, RestClient.Builder builder) {
        return builder.clone()
                .baseUrl(settings.apiUrl().toString())
                .requestFactory(new CallRequests(client))
                .observationConvention(new CallObservation())
                .configureMessageConverters(converters ->
                        converters.registerDefaults().withJsonConverter(new JacksonJsonHttpMessageConverter(json())))
                .defaultHeaders(headers -> introduce(headers, settings))
                .defaultStatusHandler(status -> !status.is2xxSuccessful(), Refusal::raise)
                .build();
    }

    private static void introduce(HttpHeaders headers, DaytonaSettings settings) {
        headers.setBearerAuth(settings.apiKey());
        headers.set(HttpHeaders.USER_AGENT, SOURCE);
        headers.set("X-Daytona-Source", SOURCE);
        headers.set("X-Daytona-SDK-Version", API_VERSION);
        if (settings.organizationId() != null) {
            headers.set("X-Daytona-Organization-ID", settings.organizationId());
        }
    }

    private static JsonMapper json() {
        return JsonMapper.builder()
                .changeDefaultPropertyInclusion(inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
                .build();
    }
}
