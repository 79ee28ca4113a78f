package dev.midori.preview.daytona.http;

import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.daytona.PreviewAnswer;
import dev.midori.preview.daytona.PreviewLink;
import dev.midori.preview.daytona.PreviewProbe;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@link PreviewProbe} over HTTP. Names like {@code *.localhost}, which Java can't resolve, are asked for at 127.0.0.1 by
 * their {@code Host} header, which the JDK has to be told to allow: see {@link #prepare}.
 */
public final class HttpPreviewProbe implements PreviewProbe, AutoCloseable {
    private static final int MOST_REDIRECTS = 3;

    private final Duration timeout;
    private final HttpClient client;

    /**
     * To be called before anything in the process uses the JDK's HTTP client, which reads the permission once. Starting
     * Java with {@code -Djdk.httpclient.allowRestrictedHeaders=host} does as well.
     */
    public static void prepare() {
        HostHeader.allow();
    }

    public HttpPreviewProbe(DaytonaTimeouts timeouts) {
        prepare();
        timeout = timeouts.probe();
        client = DaytonaHttpClient.open(timeouts.connect());
    }

    @Override
    public PreviewAnswer ask(URI url) {
        return ask(url, null);
    }

    @Override
    public PreviewAnswer ask(PreviewLink link) {
        return ask(link.url(), link.token());
    }

    /** Follows the app from one of its own pages to another, as with {@code /} to {@code /en}, and never elsewhere. */
    private PreviewAnswer ask(URI url, @Nullable String token) {
        var current = url;
        for (var redirects = 0; ; redirects++) {
            var answer = fetch(current, token);
            var next = answer.elsewhereInTheApp(current);
            if (next.isEmpty() || redirects == MOST_REDIRECTS) {
                return answer.judgement();
            }
            current = next.get();
        }
    }

    private FetchedPage fetch(URI url, @Nullable String token) {
        var pending = client.sendAsync(PreviewRequest.of(url, token), _ -> new FirstBytes());
        try {
            var response = pending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new FetchedPage.Answer(response.statusCode(), response.headers(), response.body());
        } catch (InterruptedException interrupted) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw new DaytonaException.Unavailable("show a preview", "interrupted", interrupted);
        } catch (TimeoutException slow) {
            pending.cancel(true);
            return new FetchedPage.Nothing("no answer in time");
        } catch (ExecutionException failed) {
            return new FetchedPage.Nothing(Failures.reason(failed));
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
