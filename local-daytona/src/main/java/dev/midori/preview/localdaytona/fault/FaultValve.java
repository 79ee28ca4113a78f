package dev.midori.preview.localdaytona.fault;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Stands before everything else, so that it can also close a connection without a word. */
@Component
class FaultValve extends ValveBase implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private final Faults faults;
    private final Effects effects;

    FaultValve(Faults faults, Effects effects) {
        super(true);
        this.faults = faults;
        this.effects = effects;
    }

    @Override
    public void customize(TomcatServletWebServerFactory tomcat) {
        tomcat.addEngineValves(this);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        var operation =
                Operation.of(request.getMethod(), request.getRequestURI()).orElse(null);
        if (operation == null) {
            getNext().invoke(request, response);
            return;
        }
        effects.count(operation);
        var fault = faults.strike(operation).orElse(null);
        if (fault == null) {
            getNext().invoke(request, response);
        } else {
            strike(fault, request, response);
        }
    }

    private void strike(Fault fault, Request request, Response response) throws IOException, ServletException {
        pause(fault.delay());
        if (fault.carriesOut()) {
            getNext().invoke(request, response);
        }
        if (fault.drops()) {
            response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
        } else if (fault.status() != null) {
            response.reset();
            answer(fault, response);
        }
    }

    private static void answer(Fault fault, Response response) throws IOException {
        int status = Objects.requireNonNull(fault.status());
        response.setStatus(status);
        response.setContentType("application/json");
        Objects.requireNonNullElse(fault.headers(), Map.<String, String>of()).forEach(response::setHeader);
        var message = Objects.requireNonNullElse(fault.message(), "switched on for a test");
        var body = JsonMapper.shared().writeValueAsString(Map.of("statusCode", status, "message", message));
        response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        response.finishResponse();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
