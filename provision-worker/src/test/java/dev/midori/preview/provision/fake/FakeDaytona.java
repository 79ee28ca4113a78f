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
import dev.midori.preview.daytona.Snapshot;
import dev.midori.preview.daytona.SnapshotState;
import dev.midori.preview.daytona.Snapshots;
import dev.midori.preview.daytona.Toolbox;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private String keptSnapshot = "";
    private final Deque<RuntimeException> failures = new ArrayDeque<>();
    private final Map<String, FakeCommand> scripts = new HashMap<>();
    private final Map<String, Map<String, FakeCommand>> scriptsIn = new HashMap<>();
    private boolean answersLate;
    private boolean staysCreating;
    private boolean pageAnswers = true;
    private final Map<String, Map<String, String>> snapshots = new HashMap<>();
    private boolean snapshotsFail;
    private boolean labelsRefused;
    private String installed = "{\"packages\":{}}";

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

    /** The same in sandboxes whose names begin so; there, no other script counts. */
    public synchronized void scriptIn(String prefix, String words, FakeCommand command) {
        scriptsIn.computeIfAbsent(prefix, _ -> new HashMap<>()).put(words, command);
    }

    private synchronized Map<String, FakeCommand> scriptsOf(String id) {
        var name = sandbox(id).map(found -> found.request().name()).orElse("");
        return scriptsIn.entrySet().stream()
                .filter(own -> name.startsWith(own.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(scripts);
    }

    /** Every command that runs, but dev servers, ends well. */
    public void endCommands() {
        FakeToolbox.endAll();
    }

    /** Every dev server ends. */
    public void endServers() {
        FakeToolbox.endServers();
    }

    /** The next upload has written all but its last file when its connection breaks. */
    public void breakOffTheNextUpload() {
        FakeToolbox.breakOffTheNextUpload();
    }

    /** Sessions are there, and hold no command. */
    public void forgetCommands() {
        FakeToolbox.forgetAll();
    }

    /** The snapshots that there are. */
    public synchronized List<String> snapshotNames() {
        return List.copyOf(snapshots.keySet());
    }

    /** The files of a snapshot. */
    public synchronized Map<String, String> filesOfSnapshot(String name) {
        return Map.copyOf(Objects.requireNonNull(snapshots.get(name)));
    }

    /** A snapshot that somebody has made. */
    public synchronized void addSnapshot(String name) {
        snapshots.put(name, Map.of());
    }

    /** Whoever removes this one is refused. */
    public synchronized void keepSnapshot(String name) {
        keptSnapshot = name;
    }

    /** As if another file had been in that snapshot from the beginning. */
    public synchronized void changeSnapshot(String name, String path, String content) {
        var files = new HashMap<>(filesOfSnapshot(name));
        files.put(path, content);
        snapshots.put(name, files);
    }

    /** What npm says to have installed, from now on. */
    public synchronized void installs(String lock) {
        installed = lock;
    }

    /** Somebody removes all snapshots behind our back. */
    public synchronized void loseSnapshots() {
        snapshots.clear();
    }

    /** From now on snapshots are begun and never come to be. */
    public synchronized void failSnapshots() {
        snapshotsFail = true;
    }

    @Override
    public synchronized void replaceLabels(String idOrName, Map<String, String> labels) {
        failIfTold();
        if (labelsRefused) {
            throw new DaytonaException.Rejected("label " + idOrName, 400, "labels can't be changed");
        }
        var found = sandbox(idOrName)
                .orElseThrow(() -> new DaytonaException.NotFound("label " + idOrName, "no such sandbox"));
        effects.add("label");
        byName.put(found.request().name(), found.labelled(labels));
    }

    /** From now on nothing gets other labels. */
    public synchronized void refuseLabels() {
        labelsRefused = true;
    }

    /** The labels of one. */
    public synchronized Map<String, String> labelsOf(String name) {
        return sandbox(name).orElseThrow().labels();
    }

    @Override
    public synchronized void createSnapshot(String idOrName, String name) {
        failIfTold();
        effects.add("snapshot");
        if (!snapshotsFail) {
            snapshots.put(name, Map.copyOf(sandbox(idOrName).orElseThrow().files()));
        }
    }

    @Override
    public Snapshots snapshots() {
        return new FakeSnapshots();
    }

    private final class FakeSnapshots implements Snapshots {
        @Override
        public Optional<Snapshot> find(String idOrName) {
            synchronized (FakeDaytona.this) {
                failIfTold();
                return Optional.of(idOrName).filter(snapshots::containsKey).map(FakeSnapshots::describe);
            }
        }

        private static Snapshot describe(String name) {
            return new Snapshot(name, name, SnapshotState.ACTIVE, 1000, null, Instant.EPOCH);
        }

        @Override
        public List<Snapshot> list(String nameContains, int page) {
            return page > 1
                    ? List.of()
                    : snapshotNames().stream()
                            .filter(name -> name.contains(nameContains))
                            .map(FakeSnapshots::describe)
                            .toList();
        }

        @Override
        public boolean delete(String id) {
            synchronized (FakeDaytona.this) {
                if (id.equals(keptSnapshot)) {
                    throw new DaytonaException.Conflict("remove a snapshot", "it is in use");
                }
                return snapshots.remove(id) != null;
            }
        }
    }

    /** Whether the app's page is there. */
    public synchronized void pageAnswers(boolean answers) {
        pageAnswers = answers;
    }

    /** Something inside one loses a file. */
    public synchronized void loseFile(String name, String path) {
        sandbox(name).orElseThrow().files().remove(path);
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
        var from = request.snapshot();
        if (from != null && !snapshots.containsKey(from)) {
            throw new DaytonaException.Rejected("create " + request.name(), 400, "Snapshot not found");
        }
        effects.add(from == null ? "create" : "create from snapshot");
        var files = new HashMap<>(from == null ? Map.of() : Objects.requireNonNull(snapshots.get(from)));
        var state = staysCreating ? SandboxState.CREATING : SandboxState.STARTED;
        var sandbox = new FakeSandbox("d-" + (byName.size() + effects.size()), request, state, files, request.labels());
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
    public synchronized Page<DaytonaSandbox> list(Map<String, String> labels, @Nullable String cursor, int limit) {
        var found = byName.values().stream()
                .map(FakeSandbox::describe)
                .filter(there -> there.labels().entrySet().containsAll(labels.entrySet()))
                .toList();
        return new Page<>(found, null);
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
        return new FakeToolbox(() -> filesById(sandboxId), effects, scriptsOf(sandboxId), written, installed);
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

    private record FakeSandbox(
            String id,
            CreateSandboxRequest request,
            SandboxState state,
            Map<String, String> files,
            Map<String, String> labels) {
        FakeSandbox labelled(Map<String, String> others) {
            return new FakeSandbox(id, request, state, files, Map.copyOf(others));
        }

        DaytonaSandbox describe() {
            return new DaytonaSandbox(
                    id,
                    request.name(),
                    state,
                    SandboxState.STARTED,
                    "local",
                    labels,
                    request.isPublic(),
                    "http://toolbox",
                    null,
                    Instant.EPOCH);
        }
    }
}
