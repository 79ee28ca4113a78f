package dev.midori.preview.localdaytona.proxy;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What the proxy itself has to say to people; programs read the status. */
final class Pages {
    private Pages() {}

    static void answer(HttpServerRequest request, int status, String title, String text) {
        var response = request.response().setStatusCode(status);
        if (!accepts(request)) {
            response.end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8").end(page(title, text));
    }

    /** As a part of an address, and of HTML. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Whether it is a person's browser that wants to show something. */
    static boolean accepts(HttpServerRequest request) {
        var accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("text/html");
    }

    static String page(String title, String text) {
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s</title>
                <style>
                  :root { color-scheme: light dark; font-family: system-ui, sans-serif; }
                  body { display: grid; min-height: 100vh; margin: 0; place-content: center; text-align: center; }
                  main { max-width: 32rem; padding: 1.5rem; }
                  h1 { font-size: 1.4rem; font-weight: 600; }
                  p { line-height: 1.5; }
                </style>
                <main><h1>%1$s</h1><p>%2$s</p></main>
                """.formatted(title, text);
    }
}
