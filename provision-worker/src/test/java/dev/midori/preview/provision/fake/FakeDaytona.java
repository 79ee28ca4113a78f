package dev.midori.preview.provision.fake;

import dev.midori.preview.daytona.CreateSandboxRequest;
import dev.midori.preview.daytona.Daytona;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.daytona.DaytonaSandbox;
import dev.midori.preview.daytona.Deletion;
import dev.midori.preview.daytona.Page;
import dev.midori.preview.daytona.PreviewAnswer;
import dev.midori.preview.daytona.PreviewLink;
import dev.midori.preview.daytona.PreviewProbe;
import dev.midori.preview.daytona.SandboxState;
import dev.midori.preview.daytona.SignedPreviewLink;
import dev.midori.preview.daytona.Toolbox;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Daytona in memory: names are unique, deletes are refused while a sandbox is created, commands end as scripted. It
 * writes down every effect, so that a test can count them.
 */
public final class FakeDaytona implements Daytona, PreviewProbe {
    /** Every effect, in order. */
    public final List<String> effects = Collections.synchronizedList(new ArrayList<>());

    /** The paths of the last upload. */
    public final List<String> written = Collections.synchronizedList(new ArrayList<>());

    private final Map<String, FakeSandbox> byName = new HashMap<>();
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private final Map<String, FakeCommand> scripts = new HashMap<>();
    private boolean answersLate;
    private boolean staysCreating;
    private boolean pageAnswers = true;

    /** The next control call fails so. */
    public synchronized void failNextWith(RuntimeException failure) {
        failures.add(failure);
    }

    /** The next create takes effect, but its answer never arrives. */
    public synchronized void loseTheNextAnswer() {
        answersLate = true;
    }

    /** Sandboxes stay in creation until they are told to start. */
    public synchronized void stayCreating() {
        staysCreating = true;
    }

    /** A command that contains these words ends so. */
    public synchronized void script(String words, FakeCommand command) {
        scripts.put(words, command);
    }

    /** Every command that runs, but dev servers, ends well. */
    public void endCommands() {
        FakeToolbox.endAll();
    }

    /** The next upload has written all but its last file when its connection breaks. */
    public void breakOffTheNextUpload() {
        FakeToolbox.breakOffTheNextUpload();
    }

    /** Sessions are there, and hold no command. */
    public void forgetCommands() {
        FakeToolbox.forgetAll();
    }

    /** Whether the app's page is there. */
    public synchronized void pageAnswers(boolean answers) {
        pageAnswers = answers;
    }

    /** The sandboxes that exist. */
    public synchronized List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** What one was created with. */
    public synchronized CreateSandboxRequest requestOf(String name) {
        return sandbox(name).orElseThrow().request();
    }

    /** What was uploaded to one. */
    public synchronized Map<String, String> filesOf(String name) {
        return sandbox(name).orElseThrow().files();
    }

    /** Somebody deletes everything behind our back. */
    public synchronized void loseEverything() {
        byName.clear();
    }

    @Override
    public synchronized DaytonaSandbox create(CreateSandboxRequest request) {
        failIfTold();
        if (byName.containsKey(request.name())) {
            throw new DaytonaException.Conflict("create " + request.name(), "the name is taken");
        }
        effects.add("create");
        var state = staysCreating ? SandboxState.CREATING : SandboxState.STARTED;
        var sandbox = new FakeSandbox("d-" + (byName.size() + effects.size()), request, state, new HashMap<>());
        byName.put(request.name(), sandbox);
        if (answersLate) {
            answersLate = false;
            throw new DaytonaException.Unavailable("create " + request.name(), "no answer in time");
        }
        return sandbox.describe();
    }

    @Override
    public synchronized Optional<DaytonaSandbox> find(String idOrName) {
        failIfTold();
        return sandbox(idOrName).map(FakeSandbox::describe);
    }

    @Override
    public synchronized Deletion delete(String idOrName) {
        failIfTold();
        var found = sandbox(idOrName);
        if (found.isEmpty()) {
            return Deletion.GONE;
        }
        if (found.get().state() == SandboxState.CREATING) {
            return Deletion.IN_TRANSITION;
        }
        effects.add("delete");
        byName.remove(found.get().request().name());
        return Deletion.ACCEPTED;
    }

    @Override
    public Page<DaytonaSandbox> list(Map<String, String> labels, @Nullable String cursor, int limit) {
        throw new UnsupportedOperationException("no test lists");
    }

    @Override
    public PreviewLink previewLink(String idOrName, int port) {
        return new PreviewLink(URI.create("http://%d-%s.preview".formatted(port, idOrName)), "token");
    }

    @Override
    public SignedPreviewLink signedPreviewLink(String idOrName, int port, Duration validFor) {
        return new SignedPreviewLink(URI.create("http://%d-signed.preview".formatted(port)), "signed");
    }

    @Override
    public Toolbox toolbox(String sandboxId, String toolboxProxyUrl) {
        return new FakeToolbox(() -> filesById(sandboxId), effects, scripts, written);
    }

    private synchronized Map<String, String> filesById(String id) {
        return sandbox(id)
                .map(FakeSandbox::files)
                .orElseThrow(() -> new DaytonaException.Unauthorized("reach " + id, "no such sandbox"));
    }

    @Override
    public synchronized PreviewAnswer ask(URI url) {
        return pageAnswers ? new PreviewAnswer.Answered(200, "text/html") : new PreviewAnswer.NotYet("502");
    }

    @Override
    public PreviewAnswer ask(PreviewLink link) {
        return ask(link.url());
    }

    private Optional<FakeSandbox> sandbox(String idOrName) {
        return byName.values().stream()
                .filter(sandbox -> sandbox.id().equals(idOrName)
                        || sandbox.request().name().equals(idOrName))
                .findFirst();
    }

    private void failIfTold() {
        var failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
    }

    private record FakeSandbox(String id, CreateSandboxRequest request, SandboxState state, Map<String, String> files) {
        DaytonaSandbox describe() {
            return new DaytonaSandbox(
                    id,
                    request.name(),
                    state,
                    SandboxState.STARTED,
                    "local",
                    request.labels(),
                    request.isPublic(),
                    "http://toolbox",
                    null,
                    null);
        }
    }
}
