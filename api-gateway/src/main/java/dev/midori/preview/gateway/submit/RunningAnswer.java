package dev.midori.preview.gateway.submit;

import dev.midori.preview.sandbox.Sandbox;
import dev.midori.preview.sandbox.SandboxState.Running;

/** A preview that runs. */
record RunningAnswer(
        String sandboxId,
        String url,
        String token,
        String previewUrl,
        String previewToken,
        String privateUrl,
        String status,
        String projectId,
        String userId,
        boolean reused,
        String daytonaSandboxId) {
    static RunningAnswer of(Sandbox sandbox, Running running, boolean reused) {
        var link = running.link();
        return new RunningAnswer(
                sandbox.id().value(),
                link.url(),
                link.token(),
                link.url(),
                link.token(),
                link.privateUrl(),
                running.status().word(),
                sandbox.owner().project().value(),
                sandbox.owner().user().value(),
                reused,
                running.daytonaId());
    }

    /** Leaves out the links, which are secrets. */
    @Override
    public String toString() {
        return "RunningAnswer[%s]".formatted(sandboxId);
    }
}
