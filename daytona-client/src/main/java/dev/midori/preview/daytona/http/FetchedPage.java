package dev.midori.preview.daytona.http;

import dev.midori.preview.daytona.PreviewAnswer;
import dev.midori.preview.daytona.PreviewAnswer.Answered;
import dev.midori.preview.daytona.PreviewAnswer.NotYet;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What came back when a preview was asked, and whether it is the app's page. */
sealed interface FetchedPage {
    PreviewAnswer judgement();

    /** Where the app itself sends its visitors: same scheme, host and port. A login page is elsewhere. */
    Optional<URI> elsewhereInTheApp(URI url);

    record Nothing(String reason) implements FetchedPage {
        @Override
        public PreviewAnswer judgement() {
            return new NotYet(reason);
        }

        @Override
        public Optional<URI> elsewhereInTheApp(URI url) {
            return Optional.empty();
        }
    }

    /** The body is its beginning. */
    record Answer(int status, HttpHeaders headers, String body) implements FetchedPage {
        /** Where the button of Daytona's warning page leads to. */
        private static final String WARNING = "/accept-daytona-preview-warning?";

        @Override
        public PreviewAnswer judgement() {
            var type = headers.firstValue("Content-Type").orElse("");
            if (status >= 300 && status < 400) {
                return new NotYet("redirected (%d)".formatted(status));
            }
            if (status != 200) {
                return new NotYet("answered %d".formatted(status));
            }
            if (!type.toLowerCase(Locale.ROOT).startsWith("text/html")) {
                return new NotYet("answered with no page");
            }
            if (body.isBlank()) {
                return new NotYet("answered with an empty page");
            }
            return body.contains(WARNING) ? new NotYet("answered with Daytona's warning") : new Answered(status, type);
        }

        @Override
        public Optional<URI> elsewhereInTheApp(URI url) {
            if (status < 300 || status >= 400) {
                return Optional.empty();
            }
            return headers.firstValue("Location")
                    .flatMap(location -> resolved(url, location))
                    .filter(next -> Objects.equals(next.getScheme(), url.getScheme())
                            && Objects.equals(next.getRawAuthority(), url.getRawAuthority()));
        }

        private static Optional<URI> resolved(URI url, String location) {
            try {
                var base = url.getRawPath().isEmpty() ? url.resolve("/") : url;
                return Optional.of(base.resolve(location));
            } catch (IllegalArgumentException unreadable) {
                return Optional.empty();
            }
        }
    }
}
