package dev.midori.preview.localdaytona.proxy;

import dev.midori.preview.localdaytona.access.QueryToken;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.HostAndPort;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;

/** What the app in a sandbox sees of a request, and the browser of its answer: none of our secrets, and the right names. */
record Passage(Doorman.Visit visit) implements ProxyInterceptor {
    private static final String FORWARDED_HOST = "X-Forwarded-Host";
    private static final String DISABLE_CORS = "X-Daytona-Disable-CORS";
    private static final String ANY = "*";

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
        var request = context.request();
        var asked = request.getAuthority();
        if (asked != null) {
            request.putHeader(FORWARDED_HOST, asked.toString());
        }
        request.setAuthority(HostAndPort.create("localhost", visit.port()));
        request.headers().remove(Doorman.TOKEN_HEADER);
        if (visit.byKey()) {
            request.headers().remove(HttpHeaders.AUTHORIZATION);
        }
        request.setURI(QueryToken.removedFrom(request.getURI()));
        return context.sendRequest();
    }

    @Override
    public Future<Void> handleProxyResponse(ProxyContext context) {
        var headers = context.response().headers();
        if (visit.cookie() != null) {
            headers.add(HttpHeaders.SET_COOKIE, visit.cookie());
        }
        allowOrigin(context.request(), context.response());
        return context.sendResponse();
    }

    private static void allowOrigin(ProxyRequest request, ProxyResponse response) {
        var origin = request.headers().get(HttpHeaders.ORIGIN);
        if (origin == null || request.headers().contains(DISABLE_CORS)) {
            return;
        }
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, ANY);
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS, ANY);
    }
}
