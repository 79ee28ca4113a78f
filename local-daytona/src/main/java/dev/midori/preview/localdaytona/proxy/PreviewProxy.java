package dev.midori.preview.localdaytona.proxy;

import dev.midori.preview.localdaytona.LocalDaytonaSettings;
import dev.midori.preview.localdaytona.machine.Upstream;
import dev.midori.preview.localdaytona.sandbox.Sandbox;
import dev.midori.preview.localdaytona.sandbox.Sandboxes;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.HttpProxy;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.stereotype.Component;

/** The server of previews. */
@Component
public class PreviewProxy implements DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(PreviewProxy.class);
    private static final String LOGIN = "/login";
    private static final long STILL_USED_MILLIS = 50_000;
    private static final String SKIP_ACTIVITY = "X-Daytona-Skip-Last-Activity-Update";

    /** Requests that one preview has under way at once; a dev server sends its modules one by one. */
    private static final int CONNECTIONS = 64;

    /** Below what Node's servers keep an idle connection for, so that none is used as it is being closed. */
    private static final int KEEP_ALIVE_SECONDS = 3;

    private static final int LARGEST_HEADERS = 64 << 10;

    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(2)
            .setFileSystemOptions(
                    new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    private final HttpClient client = vertx.createHttpClient(
            new HttpClientOptions().setKeepAliveTimeout(KEEP_ALIVE_SECONDS).setMaxHeaderSize(LARGEST_HEADERS),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    private final Doorman doorman;
    private final Sandboxes sandboxes;
    private final WarningPage warning;
    private final String domain;
    private final HttpServer server;

    PreviewProxy(
            Doorman doorman,
            Sandboxes sandboxes,
            WarningPage warning,
            LocalDaytonaSettings settings,
            ServerProperties properties) {
        this.doorman = doorman;
        this.sandboxes = sandboxes;
        this.warning = warning;
        this.domain = settings.proxyDomain();
        var address = Objects.requireNonNull(properties.getAddress(), "server.address is set")
                .getHostAddress();
        this.server = await(vertx.createHttpServer(new HttpServerOptions()
                        .setHttp2ClearTextEnabled(false)
                        .setMaxHeaderSize(LARGEST_HEADERS)
                        .setMaxInitialLineLength(LARGEST_HEADERS))
                .requestHandler(this::handle)
                .listen(settings.proxyPort(), address));
        log.atInfo().addKeyValue("port", server.actualPort()).log("previews are served");
    }

    /** Where it listens. */
    public int port() {
        return server.actualPort();
    }

    private void handle(HttpServerRequest request) {
        var authority = request.authority();
        var name = authority == null ? null : PreviewName.of(authority.host()).orElse(null);
        if (name == null && LOGIN.equals(request.path())) {
            Pages.answer(
                    request, 200, "This preview is private, or gone", "Open it by a signed link, or send its token.");
            return;
        }
        if (name == null) {
            Pages.answer(request, 404, "Not a preview", "Previews have names such as 3000-&lt;id&gt;.localhost.");
            return;
        }
        var visit = doorman.admit(request, name).orElse(null);
        if (visit == null) {
            refuse(request);
            return;
        }
        if (request.getHeader(SKIP_ACTIVITY) == null) {
            touchWhileOpen(request, visit.sandbox());
        }
        if (warning.takes(request)) {
            return;
        }
        request.pause();
        vertx.executeBlocking(() -> upstream(visit), false)
                .onSuccess(upstream -> show(request, visit, upstream))
                .onFailure(failure -> nothingThere(request));
    }

    /** Daytona sends everybody to its login. Here a program is told at once, and a person finds a page that says why. */
    private void refuse(HttpServerRequest request) {
        if (!Pages.accepts(request)) {
            request.response().setStatusCode(401).end();
            return;
        }
        var from = "http://%s%s".formatted(request.authority(), request.uri());
        request.response()
                .setStatusCode(307)
                .putHeader(
                        HttpHeaders.LOCATION,
                        "http://%s:%d%s?redirect=%s".formatted(domain, port(), LOGIN, Pages.encoded(from)))
                .end();
    }

    /** As Daytona's does: a request that stays open, and so a page with a WebSocket too, keeps its sandbox in use. */
    private void touchWhileOpen(HttpServerRequest request, Sandbox sandbox) {
        sandboxes.touch(sandbox);
        var closed = new AtomicBoolean();
        request.connection().closeHandler(_ -> closed.set(true));
        var isUpgrade = request.getHeader(HttpHeaders.UPGRADE) != null;
        vertx.setPeriodic(STILL_USED_MILLIS, timer -> {
            if (closed.get() || (!isUpgrade && request.response().ended())) {
                vertx.cancelTimer(timer);
            } else {
                sandboxes.touch(sandbox);
            }
        });
    }

    private static Upstream upstream(Doorman.Visit visit) {
        return visit.sandbox()
                .started()
                .map(started -> started.machine().upstream(visit.port()))
                .orElseGet(Upstream.Nothing::new);
    }

    private void show(HttpServerRequest request, Doorman.Visit visit, Upstream upstream) {
        switch (upstream) {
            case Upstream.LocalSocket(var path) ->
                pass(request, visit, SocketAddress.domainSocketAddress(path.toString()));
            case Upstream.LocalPort(var host, var port) ->
                pass(request, visit, SocketAddress.inetSocketAddress(port, host));
            case Upstream.Page(var html) -> {
                var answer = request.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8");
                request.resume();
                answer.end(html);
            }
            case Upstream.Nothing _ -> nothingThere(request);
        }
    }

    private static void nothingThere(HttpServerRequest request) {
        request.resume();
        Pages.answer(
                request, 502, "Nothing answers", "The sandbox is not running, or nothing in it listens on this port.");
    }

    private void pass(HttpServerRequest request, Doorman.Visit visit, SocketAddress address) {
        HttpProxy.reverseProxy(client)
                .origin(_ -> client.request(new RequestOptions().setServer(address)))
                .addInterceptor(new Passage(visit), true)
                .handle(request);
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void destroy() {
        await(vertx.close());
    }
}
