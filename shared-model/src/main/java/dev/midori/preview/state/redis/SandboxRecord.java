package dev.midori.preview.state.redis;

import dev.midori.preview.sandbox.Build;
import dev.midori.preview.sandbox.EndReason;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.FailureCode;
import dev.midori.preview.sandbox.Owner;
import dev.midori.preview.sandbox.PreviewLink;
import dev.midori.preview.sandbox.ProjectId;
import dev.midori.preview.sandbox.Sandbox;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.SandboxState;
import dev.midori.preview.sandbox.Status;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.sandbox.UserId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A sandbox's hash, read back. The scripts write every field that a state needs together with that state. */
record SandboxRecord(Map<String, String> fields) {
    Sandbox read(SandboxId id) {
        return new Sandbox(
                id,
                new Owner(new UserId(text("userId")), new ProjectId(text("projectId"))),
                state(),
                number("applied"),
                number("confirmed"),
                Instant.ofEpochMilli(Long.parseLong(fields.getOrDefault("revisedAt", "0"))),
                time("createdAt"),
                time("updatedAt"),
                time("lastHeartbeatAt"),
                text("aliveBecause"),
                build());
    }

    private long number(String field) {
        return Long.parseLong(fields.getOrDefault(field, "0"));
    }

    private Optional<Build> build() {
        return Optional.ofNullable(fields.get("build"))
                .filter(word -> !word.isEmpty() && Status.of(text("status")) == Status.RUNNING)
                .map(Build::of);
    }

    private SandboxState state() {
        return switch (Status.of(text("status"))) {
            case CREATING, BUILDING -> new SandboxState.Provisioning(Step.of(text("step")));
            case RUNNING -> new SandboxState.Running(link(), text("daytonaId"), time("runningAt"));
            case STOPPING -> new SandboxState.Stopping(EndReason.of(text("endedBecause")));
            case STOPPED -> new SandboxState.Stopped(EndReason.of(text("endedBecause")));
            case ERROR -> new SandboxState.Failed(failure(), Step.of(text("step")));
        };
    }

    private PreviewLink link() {
        return new PreviewLink(text("url"), text("privateUrl"), text("token"));
    }

    private Failure failure() {
        return new Failure(
                FailureCode.valueOf(text("failureCode")),
                text("failureMessage"),
                text("failureHint"),
                text("failureLog"));
    }

    private Instant time(String field) {
        return Instant.ofEpochMilli(Long.parseLong(text(field)));
    }

    private String text(String field) {
        var value = fields.get(field);
        if (value == null) {
            throw new IllegalStateException("the sandbox's record has no %s".formatted(field));
        }
        return value;
    }
}
