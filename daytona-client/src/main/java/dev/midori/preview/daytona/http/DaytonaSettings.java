package dev.midori.preview.daytona.http;

import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which Daytona to talk to, and as whom.
 *
 * @param apiUrl         the control API, without a slash at its end
 * @param apiKey         a secret
 * @param target         the region for new sandboxes; Daytona's default where null
 * @param organizationId only where the key doesn't already say it
 */
public record DaytonaSettings(
        URI apiUrl,
        String apiKey,
        @Nullable String target,
        @Nullable String organizationId,
        DaytonaTimeouts timeouts) {
    /** Daytona's cloud. */
    public static final URI CLOUD = URI.create("https://app.daytona.io/api");

    private static final URI FORMER_CLOUD = URI.create("https://api.daytona.io");

    public DaytonaSettings {
        apiUrl = normalized(apiUrl);
        apiKey = checked(apiKey);
        target = blankToNull(target);
        organizationId = blankToNull(organizationId);
    }

    /** The cloud, or wherever {@code apiUrl} points, with every other setting left as it is by default. */
    public DaytonaSettings(URI apiUrl, String apiKey) {
        this(apiUrl, apiKey, null, null, DaytonaTimeouts.DEFAULT);
    }

    /**
     * Reads {@code DAYTONA_API_KEY}, {@code DAYTONA_API_URL} (else {@code DAYTONA_BASE_URL}), {@code DAYTONA_TARGET} and
     * {@code DAYTONA_ORGANIZATION_ID}. {@code https://api.daytona.io}, which older configurations name and which no longer
     * serves the API, is read as {@link #CLOUD}.
     *
     * @param environment gives a variable's value, or null; {@code System::getenv} for one
     * @throws IllegalStateException the key is missing; the message says what to do
     */
    public static DaytonaSettings from(Function<String, @Nullable String> environment) {
        var apiUrl = blankToNull(environment.apply("DAYTONA_API_URL"));
        var baseUrl = blankToNull(environment.apply("DAYTONA_BASE_URL"));
        var apiKey = blankToNull(environment.apply("DAYTONA_API_KEY"));
        return new DaytonaSettings(
                apiUrl != null ? URI.create(apiUrl) : baseUrl != null ? URI.create(baseUrl) : CLOUD,
                apiKey == null ? "" : apiKey,
                environment.apply("DAYTONA_TARGET"),
                environment.apply("DAYTONA_ORGANIZATION_ID"),
                DaytonaTimeouts.DEFAULT);
    }

    private static URI normalized(URI url) {
        if ((!"http".equals(url.getScheme()) && !"https".equals(url.getScheme())) || url.getHost() == null) {
            throw new IllegalArgumentException("Daytona's address must be like %s, not '%s'".formatted(CLOUD, url));
        }
        var trimmed = URI.create(url.toString().replaceFirst("/+$", ""));
        return trimmed.equals(FORMER_CLOUD) ? CLOUD : trimmed;
    }

    private static String checked(String key) {
        if (key.isBlank()) {
            throw new IllegalStateException("""
                    DAYTONA_API_KEY is not configured: create a key in Daytona's dashboard under Keys and put it into the \
                    environment, or start the local Daytona server and use its key""");
        }
        var stripped = key.strip();
        if (!stripped.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalStateException("DAYTONA_API_KEY holds characters that no key has (spaces or line ends?)");
        }
        return stripped;
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    @Override
    public String toString() {
        return "DaytonaSettings[apiUrl=%s, apiKey=hidden, target=%s, organizationId=%s, timeouts=%s]"
                .formatted(apiUrl, target, organizationId, timeouts);
    }
}
