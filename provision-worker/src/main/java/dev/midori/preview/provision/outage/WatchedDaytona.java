package dev.midori.preview.provision.outage;

import dev.midori.preview.daytona.CreateSandboxRequest;
import dev.midori.preview.daytona.Daytona;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.daytona.DaytonaSandbox;
import dev.midori.preview.daytona.Deletion;
import dev.midori.preview.daytona.Page;
import dev.midori.preview.daytona.PreviewLink;
import dev.midori.preview.daytona.SignedPreviewLink;
import dev.midori.preview.daytona.Snapshots;
import dev.midori.preview.daytona.Toolbox;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A Daytona whose control API's failures are told to a {@link Breaker}. A toolbox's failure is that sandbox's own. */
public final class WatchedDaytona implements Daytona {
    private final Daytona daytona;
    private final Breaker breaker;

    public WatchedDaytona(Daytona daytona, Breaker breaker) {
        this.daytona = daytona;
        this.breaker = breaker;
    }

    @Override
    public DaytonaSandbox create(CreateSandboxRequest request) {
        return watch(request.name(), () -> daytona.create(request));
    }

    @Override
    public Optional<DaytonaSandbox> find(String idOrName) {
        return watch(idOrName, () -> daytona.find(idOrName));
    }

    @Override
    public Page<DaytonaSandbox> list(Map<String, String> labels, @Nullable String cursor, int limit) {
        return watch("a list", () -> daytona.list(labels, cursor, limit));
    }

    @Override
    public Deletion delete(String idOrName) {
        return watch(idOrName, () -> daytona.delete(idOrName));
    }

    @Override
    public void replaceLabels(String idOrName, Map<String, String> labels) {
        watch(idOrName, () -> {
            daytona.replaceLabels(idOrName, labels);
            return idOrName;
        });
    }

    /** Nobody's preview waits for it, so its failures say nothing of an outage. */
    @Override
    public void createSnapshot(String idOrName, String name) {
        daytona.createSnapshot(idOrName, name);
    }

    @Override
    public Snapshots snapshots() {
        return daytona.snapshots();
    }

    @Override
    public PreviewLink previewLink(String idOrName, int port) {
        return watch(idOrName, () -> daytona.previewLink(idOrName, port));
    }

    @Override
    public SignedPreviewLink signedPreviewLink(String idOrName, int port, Duration validFor) {
        return watch(idOrName, () -> daytona.signedPreviewLink(idOrName, port, validFor));
    }

    @Override
    public Toolbox toolbox(String sandboxId, String toolboxProxyUrl) {
        return daytona.toolbox(sandboxId, toolboxProxyUrl);
    }

    /**
     * A refusal is an answer, too: Daytona is there. Not so one of our key, which says that nothing will be done for us.
     * Being told to wait says nothing either way.
     */
    private <T> T watch(String subject, Supplier<T> call) {
        try {
            var answer = call.get();
            breaker.succeeded();
            return answer;
        } catch (DaytonaException.Unavailable | DaytonaException.Unauthorized e) {
            breaker.failed(subject, String.valueOf(e.getMessage()));
            throw e;
        }
    }
}
