package dev.midori.preview.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.midori.preview.daytona.CommandState;
import dev.midori.preview.daytona.CreateSandboxRequest;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.daytona.DaytonaSandbox;
import dev.midori.preview.daytona.Deletion;
import dev.midori.preview.daytona.FileInfo;
import dev.midori.preview.daytona.FileUpload;
import dev.midori.preview.daytona.PreviewAnswer;
import dev.midori.preview.daytona.SnapshotState;
import dev.midori.preview.daytona.http.DaytonaSettings;
import dev.midori.preview.daytona.http.DaytonaTimeouts;
import dev.midori.preview.daytona.http.HttpDaytona;
import dev.midori.preview.daytona.http.HttpPreviewProbe;
import dev.midori.preview.testing.TemporaryFolder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The client against a server that speaks Daytona's API, on which faults can be switched on. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DaytonaClientIT {
    private static final String KEY = "the-key-of-the-client-test";
    private static final TemporaryFolder FOLDER = TemporaryFolder.create("client");

    private static Service server;
    private static HttpDaytona daytona;
    private static HttpPreviewProbe probe;

    @BeforeAll
    static void start() {
        var arguments = new ArrayList<>(List.of(
                "--local-daytona.runtime=simulated",
                "--local-daytona.admin=true",
                "--local-daytona.proxy-port=0",
                "--local-daytona.data-dir=" + FOLDER.path().resolve("daytona")));
        OpenApi.folder().ifPresent(documents -> arguments.add("--local-daytona.contract.dir=" + documents));
        server = Service.start(
                "local-daytona",
                "local-daytona",
                FOLDER.path(),
                Map.of("LOCAL_DAYTONA_API_KEY", KEY),
                "/api/health",
                arguments.toArray(String[]::new));
        daytona = new HttpDaytona(new DaytonaSettings(server.url("/api"), KEY));
        probe = new HttpPreviewProbe(DaytonaTimeouts.DEFAULT);
    }

    @AfterAll
    static void stop() {
        probe.close();
        daytona.close();
        server.close();
        FOLDER.close();
    }

    @AfterEach
    void clear() {
        replaceFaults(List.of());
        daytona.list(Map.of()).forEach(sandbox -> daytona.delete(sandbox.id()));
        await().until(() -> daytona.list(Map.of()).findAny().isEmpty());
    }

    private static void fault(Map<String, ?> fault) {
        replaceFaults(List.of(fault));
    }

    private static void replaceFaults(List<?> faults) {
        assertThat(Http.putAs(server.url("/admin/faults"), KEY, faults).statusCode())
                .isEqualTo(200);
    }

    private static DaytonaSandbox started(String name) {
        var id = daytona.create(
                        CreateSandboxRequest.named(name).language("typescript").build())
                .id();
        return await().until(
                        () -> daytona.find(id).orElseThrow(),
                        sandbox -> sandbox.state().isStarted());
    }

    @Test
    void aSandboxIsFoundByItsIdItsNameAndItsLabels() {
        var sandbox = daytona.create(CreateSandboxRequest.named("one")
                .labels(Map.of("app", "midori"))
                .language("typescript")
                .ttlMinutes(60)
                .build());

        assertThat(daytona.find(sandbox.id())).hasValueSatisfying(found -> {
            assertThat(found.name()).isEqualTo("one");
            assertThat(found.labels()).containsEntry("code-toolbox-language", "typescript");
        });
        assertThat(daytona.find("one")).map(DaytonaSandbox::id).hasValue(sandbox.id());
        assertThat(daytona.list(Map.of("app", "midori")))
                .extracting(DaytonaSandbox::name)
                .containsExactly("one");
        assertThat(daytona.list(Map.of("app", "other"))).isEmpty();
        assertThat(daytona.find("nobody")).isEmpty();
    }

    @Test
    void everyPageOfAListIsRead() {
        for (int i = 0; i < 5; i++) {
            daytona.create(CreateSandboxRequest.named("s" + i).build());
        }

        var first = daytona.list(Map.of(), null, 2);

        assertThat(first.items()).hasSize(2);
        var second = daytona.list(Map.of(), first.nextCursor(), 3);
        assertThat(second.items()).hasSize(3);
        assertThat(second.next()).isEmpty();
        assertThat(daytona.list(Map.of())).hasSize(5);
    }

    @Test
    void aSnapshotIsMadeOfASandboxAndRemovedByItsId() {
        var first = started("one");
        daytona.toolbox(first).fs().upload(List.of(FileUpload.text("app/file.txt", "kept")));

        daytona.createSnapshot(first.id(), "kept-files");

        var snapshot = await().until(() -> daytona.snapshots().find("kept-files"), Optional::isPresent)
                .orElseThrow();
        assertThat(snapshot.state()).isEqualTo(SnapshotState.ACTIVE);
        assertThat(snapshot.size()).isEqualTo(4);
        assertThat(daytona.snapshots().list("kept-")).containsExactly(snapshot);
        assertThat(daytona.snapshots().list("others-")).isEmpty();
        var second = daytona.create(
                CreateSandboxRequest.named("two").snapshot("kept-files").build());
        await().until(() -> daytona.find(second.id()).orElseThrow().state().isStarted());
        assertThat(daytona.toolbox(second).fs().download("app/file.txt"))
                .hasValueSatisfying(content -> assertThat(content).asString().isEqualTo("kept"));

        assertThat(daytona.snapshots().delete(snapshot.id())).isTrue();

        assertThat(daytona.snapshots().delete(snapshot.id())).isFalse();
        assertThat(daytona.snapshots().find("kept-files")).isEmpty();
        assertThatExceptionOfType(DaytonaException.Rejected.class)
                .isThrownBy(() -> daytona.create(CreateSandboxRequest.named("three")
                        .snapshot("kept-files")
                        .build()));
    }

    @Test
    void labelsAreReplacedAsAWhole() {
        var one = started("one");

        daytona.replaceLabels("one", Map.of("only", "this"));

        assertThat(daytona.find(one.id()).orElseThrow().labels()).isEqualTo(Map.of("only", "this"));
        assertThat(daytona.list(Map.of("only", "this"))).hasSize(1);
        assertThatExceptionOfType(DaytonaException.NotFound.class)
                .isThrownBy(() -> daytona.replaceLabels("two", Map.of()));
    }

    @Test
    void aNameThatIsTakenIsAConflict() {
        started("one");

        assertThatExceptionOfType(DaytonaException.Conflict.class)
                .isThrownBy(
                        () -> daytona.create(CreateSandboxRequest.named("one").build()));
    }

    @Test
    void aDeletionIsAcceptedInTransitionOrDone() {
        var sandbox = started("one");

        assertThat(daytona.delete(sandbox.id())).isIn(Deletion.ACCEPTED, Deletion.GONE);
        await().until(() -> daytona.delete(sandbox.id()) == Deletion.GONE);
    }

    @Test
    void filesAreUploadedListedReadAndRemoved() {
        var files = daytona.toolbox(started("one")).fs();

        files.upload(List.of(FileUpload.text("app/ä b.txt", "grüße"), FileUpload.text("app/empty.txt", "")));

        assertThat(files.list("app")).extracting(FileInfo::name).containsExactlyInAnyOrder("ä b.txt", "empty.txt");
        assertThat(files.download("app/ä b.txt"))
                .hasValueSatisfying(bytes ->
                        assertThat(bytes).asString(StandardCharsets.UTF_8).isEqualTo("grüße"));
        assertThat(files.delete("app/empty.txt", false)).isTrue();
        assertThat(files.delete("app/empty.txt", false)).isFalse();
        assertThat(files.download("app/empty.txt")).isEmpty();
    }

    @Test
    void anUploadSaysWhichFilesAreMissing() {
        var files = daytona.toolbox(started("one")).fs();
        files.createFolder("app/folder");

        assertThatExceptionOfType(DaytonaException.UploadFailed.class)
                .isThrownBy(
                        () -> files.upload(List.of(FileUpload.text("app/a", "1"), FileUpload.text("app/folder", "2"))))
                .satisfies(failed -> assertThat(failed.failedPaths()).containsExactly("app/folder"));
    }

    @Test
    void aCommandIsFollowedInItsSession() {
        var processes = daytona.toolbox(started("one")).process();
        assertThat(processes.createSession("s")).isTrue();
        assertThat(processes.createSession("s")).isFalse();

        var command = processes.run("s", "npm install");

        await().until(() ->
                processes.command(command).orElseThrow() instanceof CommandState.Exited(var code) && code == 0);
        assertThat(processes.logs(command))
                .hasValueSatisfying(logs -> assertThat(logs.stdout()).contains("npm install"));
        assertThat(processes.session("s"))
                .hasValueSatisfying(session -> assertThat(session.commands()).hasSize(1));
        assertThat(processes.deleteSession("s")).isTrue();
        assertThat(processes.deleteSession("s")).isFalse();
        assertThat(processes.command(command)).isEmpty();
    }

    @Test
    void theProbeBelievesOnlyTheAppsOwnPage() {
        var sandbox = started("one");
        var signed = daytona.signedPreviewLink(sandbox.id(), 3000, Duration.ofHours(24));
        assertThat(probe.ask(signed.url())).isInstanceOf(PreviewAnswer.NotYet.class);
        var processes = daytona.toolbox(sandbox).process();
        processes.createSession("dev");
        processes.run("dev", "npm run dev -- --port 3000");

        await().until(() -> probe.ask(signed.url()) instanceof PreviewAnswer.Answered);

        var link = daytona.previewLink(sandbox.id(), 3000);
        assertThat(probe.ask(link)).isInstanceOf(PreviewAnswer.Answered.class);
        assertThat(probe.ask(link.url())).isInstanceOf(PreviewAnswer.NotYet.class);
    }

    @Test
    void aToolboxOfASandboxThatIsGoneSaysUnauthorized() {
        var sandbox = started("one");
        daytona.delete(sandbox.id());
        await().until(() -> daytona.find(sandbox.id()).isEmpty());

        assertThatExceptionOfType(DaytonaException.Unauthorized.class)
                .isThrownBy(() -> daytona.toolbox(sandbox).fs().list("."));
    }

    @Test
    void beingThrottledSaysForHowLong() {
        fault(Map.of("operation", "CREATE", "status", 429, "headers", Map.of("Retry-After-sandbox-create", "17")));

        assertThatExceptionOfType(DaytonaException.Throttled.class)
                .isThrownBy(
                        () -> daytona.create(CreateSandboxRequest.named("one").build()))
                .satisfies(throttled -> assertThat(throttled.retryAfter()).isEqualTo(Duration.ofSeconds(17)));
    }

    @Test
    void failuresAreToldApartByWhatMayBeDoneAboutThem() {
        fault(Map.of("operation", "GET", "status", 503));
        assertThatExceptionOfType(DaytonaException.Unavailable.class).isThrownBy(() -> daytona.find("one"));

        fault(Map.of("operation", "GET", "drop", true));
        assertThatExceptionOfType(DaytonaException.Unavailable.class).isThrownBy(() -> daytona.find("one"));

        fault(Map.of("operation", "GET", "status", 403));
        assertThatExceptionOfType(DaytonaException.Unauthorized.class).isThrownBy(() -> daytona.find("one"));

        fault(Map.of("operation", "CREATE", "status", 400, "message", "Total memory limit exceeded. Maximum: 10GiB"));
        assertThatExceptionOfType(DaytonaException.QuotaExceeded.class)
                .isThrownBy(
                        () -> daytona.create(CreateSandboxRequest.named("one").build()));
    }

    @Test
    void noMessageHoldsTheKey() {
        fault(Map.of("status", 500));

        assertThatExceptionOfType(DaytonaException.class)
                .isThrownBy(() -> daytona.find("one"))
                .satisfies(failed -> assertThat(failed.toString()).doesNotContain(KEY));
        assertThat(new DaytonaSettings(server.url("/api"), KEY).toString()).doesNotContain(KEY);
    }

    /** Looks at what all the others have asked and were answered. */
    @Test
    @Order(Integer.MAX_VALUE)
    void everyRequestAndEveryAnswerIsAsDaytonasDocumentsSay() {
        assumeTrue(
                OpenApi.folder().isPresent(),
                "Daytona's OpenAPI documents are not here: set midori.daytona-openapi to their folder");

        var found = Http.getAs(server.url("/admin/contract"), KEY).json();

        assertThat(found.path("compared").asInt()).isGreaterThan(50);
        assertThat(found.path("violations")).isEmpty();
    }
}
