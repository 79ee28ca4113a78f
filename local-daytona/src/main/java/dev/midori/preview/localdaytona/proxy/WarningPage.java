package dev.midori.preview.localdaytona.proxy;

import dev.midori.preview.localdaytona.LocalDaytonaSettings;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.springframework.stereotype.Component;

/**
 * What Daytona shows people before their first look at a preview, in the place of the app and with the same status. It
 * depends on an organization's tier there; here it is switched on by who wants to test that programs get past it.
 */
@Component
class WarningPage {
    private static final String PATH = "/accept-daytona-preview-warning";
    private static final String SKIP = "X-Daytona-Skip-Preview-Warning";
    private static final String ACCEPTED = "daytona-preview-page-accepted";
    private static final long DAY_SECONDS = 24 * 60 * 60;

    private final boolean enabled;

    WarningPage(LocalDaytonaSettings settings) {
        this.enabled = settings.previewWarning();
    }

    /** Answers the request itself, unless the app shall. */
    boolean takes(HttpServerRequest request) {
        if (!enabled) {
            return false;
        }
        if (request.method().equals(HttpMethod.POST) && PATH.equals(request.path())) {
            accept(request);
            return true;
        }
        if (!isForPeople(request)) {
            return false;
        }
        Pages.answer(
                request, 200, "Before you look at this preview", """
                        It runs code that somebody, or something, has written just now. Don't enter passwords here.
                        <form method="post" action="%s?redirect=%s"><button>Show the preview</button></form>
                        """.formatted(PATH, Pages.encoded(request.uri())));
        return true;
    }

    private static boolean isForPeople(HttpServerRequest request) {
        var agent = request.getHeader(HttpHeaders.USER_AGENT);
        var cookie = request.getCookie(ACCEPTED);
        return agent != null
                && agent.startsWith("Mozilla/")
                && Pages.accepts(request)
                && !"Upgrade".equals(request.getHeader(HttpHeaders.CONNECTION))
                && !"true".equals(request.getHeader(SKIP))
                && (cookie == null || !"true".equals(cookie.getValue()));
    }

    private static void accept(HttpServerRequest request) {
        var to = request.getParam("redirect", "/");
        request.response()
                .setStatusCode(302)
                .putHeader(
                        HttpHeaders.SET_COOKIE,
                        "%s=true; Max-Age=%d; Path=/; SameSite=Lax".formatted(ACCEPTED, DAY_SECONDS))
                .putHeader(HttpHeaders.LOCATION, isOfThisPreview(to) ? to : "/")
                .end();
    }

    private static boolean isOfThisPreview(String path) {
        return path.startsWith("/") && !path.startsWith("//") && !path.startsWith("/\\");
    }
}
