package dev.midori.preview.daytona.http;

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
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/**
 * {@link Daytona} over HTTP. Holds connections: make one, share it, close it at the end, which breaks off what is under
 * way. With a {@link RestClient.Builder} that has an observation registry, every call is timed and traced as
 * {@code http.client.requests}, its {@code uri} being the call's name.
 */
public final class HttpDaytona implements Daytona, AutoCloseable {
    private final DaytonaSettings settings;
    private final HttpClient client;
    private final ControlApi control;
    private final ToolboxApi toolboxes;

    public HttpDaytona(DaytonaSettings settings) {
        this(settings, RestClient.builder());
    }

    /** The builder is copied, not changed. */
    public HttpDaytona(DaytonaSettings settings, RestClient.Builder builder) {
        HostHeader.allow();
        this.settings = settings;
        client = DaytonaHttpClient.open(settings.timeouts().connect());
        var proxies = HttpServiceProxyFactory.builderFor(
                        RestClientAdapter.create(DaytonaHttpClient.rest(settings, client, builder)))
                .build();
        control = proxies.createClient(ControlApi.class);
        toolboxes = proxies.createClient(ToolboxApi.class);
    }

    @Override
    public DaytonaSandbox create(CreateSandboxRequest request) {
        var call = new Call("create", request.name(), settings.timeouts().create());
        var json = ControlMapping.toJson(request, settings.target());
        return ControlMapping.toSandbox(call, call.answer(() -> control.create(json)));
    }

    @Override
    public Optional<DaytonaSandbox> find(String idOrName) {
        var call = call("find", idOrName);
        return call.find(() -> control.get(idOrName))
                .map(json -> ControlMapping.toSandbox(call, json))
                .filter(sandbox -> !sandbox.state().isGone());
    }

    @Override
    public Page<DaytonaSandbox> list(Map<String, String> labels, @Nullable String cursor, int limit) {
        if (limit < 1 || limit > Page.LARGEST) {
            throw new IllegalArgumentException("A page holds 1 to %d sandboxes, not %d".formatted(Page.LARGEST, limit));
        }
        var call = new Call("list", "sandboxes", settings.timeouts().request());
        var filter = ControlMapping.labels(labels);
        return ControlMapping.toPage(call, call.answer(() -> control.list(filter, cursor, limit)));
    }

    @Override
    public Deletion delete(String idOrName) {
        try {
            return call("delete", idOrName).sendUnless(404, () -> control.delete(idOrName))
                    ? Deletion.ACCEPTED
                    : Deletion.GONE;
        } catch (DaytonaException.Conflict changing) {
            return Deletion.IN_TRANSITION;
        }
    }

    @Override
    public void replaceLabels(String idOrName, Map<String, String> labels) {
        call("label", idOrName).send(() -> control.replaceLabels(idOrName, new ControlApi.LabelsJson(labels)));
    }

    @Override
    public void createSnapshot(String idOrName, String name) {
        call("snapshot", idOrName)
                .send(() -> control.createSnapshot(idOrName, new ControlApi.CreateSnapshotJson(name)));
    }

    @Override
    public Snapshots snapshots() {
        return new HttpSnapshots(control, settings.timeouts().request());
    }

    @Override
    public PreviewLink previewLink(String idOrName, int port) {
        var call = call("link to", idOrName);
        return ControlMapping.toLink(call, call.answer(() -> control.previewUrl(idOrName, port)));
    }

    @Override
    public SignedPreviewLink signedPreviewLink(String idOrName, int port, Duration validFor) {
        var seconds = validFor.toSeconds();
        if (seconds < 1 || seconds > Duration.ofDays(1).toSeconds()) {
            throw new IllegalArgumentException("A signed link is valid for 1 s to 24 h, not " + validFor);
        }
        var call = call("sign a link to", idOrName);
        var link = ControlMapping.toLink(call, call.answer(() -> control.signedPreviewUrl(idOrName, port, seconds)));
        return new SignedPreviewLink(link.url(), link.token());
    }

    @Override
    public Toolbox toolbox(String sandboxId, String toolboxProxyUrl) {
        var url = toolboxProxyUrl.isBlank() ? askForToolbox(sandboxId) : toolboxProxyUrl;
        return new HttpToolbox(new ToolboxCalls(toolboxes, sandboxId, url, settings.timeouts()));
    }

    private String askForToolbox(String sandboxId) {
        var call = call("find the toolbox of", sandboxId);
        return call.present(
                call.answer(() -> control.toolboxProxyUrl(sandboxId)).url());
    }

    private Call call(String name, String sandbox) {
        return Call.about(name, sandbox, settings.timeouts().request());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
