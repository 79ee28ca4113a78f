package dev.midori.preview.gateway.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.midori.preview.gateway.lookup.Words;
import dev.midori.preview.gateway.problem.Wording;
import dev.midori.preview.sandbox.Build;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.PreviewLink;
import dev.midori.preview.sandbox.Sandbox;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.sandbox.Step;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A sandbox as its owner reads it. What is not known in a state is left out. Times: epoch ms, but for the ISO one. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record StatusAnswer(
        String sandboxId,
        String projectId,
        String status,
        @Nullable String step,
        @Nullable Progress progress,
        @Nullable String url,
        @Nullable String token,
        @Nullable String previewUrl,
        @Nullable String previewToken,
        @Nullable String privateUrl,
        @Nullable String daytonaSandboxId,
        List<String> logs,
        @Nullable String error,
        @Nullable String code,
        @Nullable String hint,
        @Nullable String log,
        @Nullable String build,
        long createdAt,
        long lastHeartbeatAt,
        String updatedAt,
        String aliveBecause,
        @Nullable String endedBecause) {

    record Progress(int done, int total) {
        static Progress of(Step step) {
            return new Progress(step.done(), Step.total());
        }
    }

    /** What only some states know. */
    private record Known(
            @Nullable Step step,
            @Nullable PreviewLink link,
            @Nullable String daytonaId,
            @Nullable Failure failure) {
        static Known of(SandboxState state) {
            return switch (state) {
                case SandboxState.Provisioning(var step) -> new Known(step, null, null, null);
                case SandboxState.Running(var link, var id, var _) -> new Known(Step.RUNNING, link, id, null);
                case SandboxState.Stopping _, SandboxState.Stopped _ -> new Known(null, null, null, null);
                case SandboxState.Failed(var failure, var step) -> new Known(step, null, null, failure);
            };
        }
    }

    static StatusAnswer of(Sandbox sandbox, List<String> logs, Locale language) {
        var known = Known.of(sandbox.state());
        var step = known.step();
        var link = known.link();
        var failure = known.failure();
        var wording = failure == null ? null : Wording.of(failure);
        return new StatusAnswer(
                sandbox.id().value(),
                sandbox.owner().project().value(),
                sandbox.state().status().word(),
                step == null ? null : step.word(),
                step == null ? null : Progress.of(step),
                link == null ? null : link.url(),
                link == null ? null : link.token(),
                link == null ? null : link.url(),
                link == null ? null : link.token(),
                link == null ? null : link.privateUrl(),
                known.daytonaId(),
                logs,
                wording == null ? null : wording.error(language),
                failure == null ? null : failure.code().name(),
                wording == null ? null : wording.hint(language),
                failure == null ? null : failure.logTail(),
                sandbox.build().map(Build::word).orElse(null),
                sandbox.createdAt().toEpochMilli(),
                sandbox.lastHeartbeatAt().toEpochMilli(),
                sandbox.updatedAt().toString(),
                sandbox.aliveBecause(),
                Words.endedBecause(sandbox.state()).orElse(null));
    }

    /** Leaves out the links, which are secrets. */
    @Override
    public String toString() {
        return "StatusAnswer[%s, %s]".formatted(sandboxId, status);
    }
}
