package dev.midori.preview.daytona.http;

import java.time.Duration;

/**
 * How long to wait for Daytona, from the first byte sent to the last one read.
 *
 * @param connect until a connection stands
 * @param request for anything not named here
 * @param create  for a new sandbox; Daytona itself holds that request for up to 30 seconds
 * @param upload  for all the files of a project
 * @param probe   for a preview's page, which a dev server may have to compile first
 */
public record DaytonaTimeouts(Duration connect, Duration request, Duration create, Duration upload, Duration probe) {
    private static final Duration HELD_BY_DAYTONA = Duration.ofSeconds(30);

    /** 5 s, 30 s, 60 s, 2 min and 15 s. */
    public static final DaytonaTimeouts DEFAULT = new DaytonaTimeouts(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofMinutes(2),
            Duration.ofSeconds(15));

    public DaytonaTimeouts {
        positive("connect", connect);
        positive("request", request);
        positive("upload", upload);
        positive("probe", probe);
        if (create.compareTo(HELD_BY_DAYTONA) <= 0) {
            throw new IllegalArgumentException(
                    "The create timeout (%s) must exceed the %s for which Daytona may hold a create"
                            .formatted(create, HELD_BY_DAYTONA));
        }
    }

    private static void positive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException("The %s timeout (%s) must be above zero".formatted(name, value));
        }
    }
}
