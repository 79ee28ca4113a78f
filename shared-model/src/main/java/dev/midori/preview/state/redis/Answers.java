package dev.midori.preview.state.redis;

import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.UserId;
import dev.midori.preview.state.Liveness;
import dev.midori.preview.state.StopOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What scripts answer, read back into our own words. */
final class Answers {
    private Answers() {}

    static String text(List<?> answer, int at) {
        return String.valueOf(answer.get(at));
    }

    static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    static int number(List<?> answer, int at) {
        return Integer.parseInt(text(answer, at));
    }

    static long revision(List<?> answer, int at) {
        return Long.parseLong(text(answer, at));
    }

    static Instant time(List<?> answer, int at) {
        return Instant.ofEpochMilli(Long.parseLong(text(answer, at)));
    }

    static SandboxId id(List<?> answer, int at) {
        return new SandboxId(text(answer, at));
    }

    static List<StopOrder> orders(List<?> answer) {
        return answer.stream().map(List.class::cast).map(Answers::order).toList();
    }

    static Liveness.Claims claims(List<?> answer) {
        return new Liveness.Claims(
                number(answer, 0), number(answer, 1), number(answer, 2), orders((List<?>) answer.get(3)));
    }

    static Optional<Instant> timeIfAny(List<?> answer, int at) {
        var millis = text(answer, at);
        return millis.isEmpty()
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli((long) Double.parseDouble(millis)));
    }

    static StopOrder order(List<?> order) {
        var daytonaId = text(order, 3);
        return new StopOrder(
                id(order, 0),
                new UserId(text(order, 1)),
                EndReason.of(text(order, 2)),
                orNull(daytonaId),
                orNull(text(order, 4)),
                orNull(text(order, 5)),
                SandboxId.parse(text(order, 6)).orElse(null));
    }
}
