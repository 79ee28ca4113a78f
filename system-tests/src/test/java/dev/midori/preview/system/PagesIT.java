package dev.midori.preview.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import dev.midori.preview.sandbox.SandboxId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ZAddParams;

/** The pages and the client's hook in Chromium, with simulated sandboxes behind a whole system. */
@Order(2)
class PagesIT {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    /** What the gateway answers where no reaper does in time; the page says so and asks again. */
    private static final int REAPER_IS_BUSY = 503;

    private static final int FORBIDDEN = 403;

    /** A page that has not heard yet what another tab did beats once more, and is told so by this answer. */
    private static final String BEAT_OF_WHAT_HAS_ENDED = "404 for POST /api/preview/daytona/heartbeat";

    private static final String DAYTONA = "/api/preview/daytona";
    private static final String PACKAGE = """
            {"path": "package.json", "content": "{\\"scripts\\":{\\"dev\\":\\"vite\\",\\"build\\":\\"vite build\\"}}"}""";
    private static final String GOOD = """
            {"projectId": "shop", "files": [%s, {"path": "src/main.ts", "content": "let x = 1\\n"}]}""".formatted(PACKAGE);
    private static final String BROKEN = """
            {"projectId": "broken", "files": [%s, {"path": "simulation.json", "content":
            "{\\"build\\":{\\"exitCode\\":2,\\"output\\":\\"src/main.ts(3,7): error TS2322: no number\\"}}"}]}""".formatted(PACKAGE);

    private static MidoriSystem midori;
    private static Browser browser;

    @BeforeAll
    static void start() {
        midori = MidoriSystem.simulated(
                Map.of(
                        "PREVIEW_HEARTBEAT_INTERVAL", "4s",
                        "PREVIEW_CLEANUP_IDLETIMEOUT", "20s",
                        "PREVIEW_CLEANUP_IDLEINTERVAL", "2s",
                        "PREVIEW_CLEANUP_IDLECOOLDOWN", "1s"),
                "--local-daytona.simulation.install.min=400ms",
                "--local-daytona.simulation.install.max=500ms",
                "--local-daytona.simulation.build.min=400ms",
                "--local-daytona.simulation.build.max=500ms");
        var worker = MidoriSystem.begin(() -> midori.startWorker(Map.of()));
        browser = Browser.start();
        worker.join();
        PlaywrightAssertions.setDefaultAssertionTimeout(20_000);
    }

    @AfterAll
    static void stop() {
        browser.close();
        midori.close();
    }

    /** The developer has one slot, which the next test wants. */
    @AfterEach
    void stopWhatRuns() {
        for (var sandbox :
                Http.get(midori.url("/api/preview/ops/sandboxes")).json().path("sandboxes")) {
            if (!sandbox.has("endedBecause")) {
                midori.stop(sandbox.path("id").asString());
            }
        }
    }

    private static Page opened(int width, ColorScheme colours, String language, String path) {
        var page = browser.visitor(width, colours, language).newPage();
        page.navigate(midori.url(path).toString());
        return page;
    }

    private static Page testPage() {
        return opened(1280, ColorScheme.LIGHT, "en-US", "/test");
    }

    private static Locator status(Page page) {
        return page.locator("#status");
    }

    private static void isShown(Page page, String status) {
        assertThat(status(page)).hasAttribute("data-status", status);
    }

    private static void open(Page page, String project) {
        assertThat(page.locator("#start")).isEnabled();
        page.locator("#file")
                .setInputFiles(
                        new FilePayload("project.json", "application/json", project.getBytes(StandardCharsets.UTF_8)));
    }

    private static void start(Page page, String project) {
        open(page, project);
        page.locator("#start").click();
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(SCREENSHOTS.resolve(name + ".png"))
                .setFullPage(true));
    }

    @Test
    void aPreviewIsFollowedShownChangedStoppedAndStartedAgain() {
        var page = testPage();
        var problems = Browser.problemsOf(page);
        start(page, GOOD);

        isShown(page, "building");
        screenshot(page, "test-building");
        isShown(page, "running");
        assertThat(page.locator("#steps li[data-state=done]")).hasCount(6);
        assertThat(page.locator("#steps li:nth-child(4) time")).hasText(Pattern.compile("[0-9.]+ s"));
        assertThat(page.locator("#log")).containsText("npm install");
        assertThat(page.locator("#presence")).containsText("kept alive");
        assertThat(page.frameLocator("#screen iframe").locator("body")).not().isEmpty();
        assertThat(page.locator("#preview-link")).hasAttribute("href", Pattern.compile("http://3000-.*"));

        assertThat(page.locator("#usage")).containsText("of 60 min");
        page.context().grantPermissions(List.of("clipboard-read", "clipboard-write"));
        page.locator("#copy").click();
        assertThat(page.evaluate("() => navigator.clipboard.readText()").toString())
                .contains("npm install");
        become(page, "hidden");
        assertThat(page.locator("#presence")).containsText("this page is hidden");
        become(page, "visible");
        assertThat(page.locator("#presence")).containsText("kept alive by this page");

        page.locator("#search").fill("npm run");
        assertThat(page.locator("#found")).hasText(Pattern.compile("1 of [1-9]"));
        assertThat(page.locator("#follow")).hasAttribute("aria-pressed", "false");

        page.locator("#files button[data-path='src/main.ts']").click();
        assertThat(page.locator("#code")).hasValue("let x = 1\n");
        page.locator("#code").fill("let x = 2\n");
        page.keyboard().press("Control+s");
        assertThat(page.locator("#editor-said")).containsText("Saved");
        screenshot(page, "test-running");

        page.locator("#stop").click();
        isShown(page, "stopped");
        assertThat(page.locator("#error-hint")).hasText("It was stopped by its owner.");
        screenshot(page, "test-stopped");
        page.locator("#again").click();
        isShown(page, "running");
        assertThat(problems).isEmpty();
    }

    /** As when its tab is left, or looked at again. */
    private static void become(Page page, String visibility) {
        page.evaluate("""
                (state) => {
                  Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
                  document.dispatchEvent(new Event('visibilitychange'))
                }""", visibility);
    }

    @Test
    void aFailureIsToldWithItsCodeItsHintAndItsLines() {
        var page = testPage();
        var problems = Browser.problemsOf(page);

        start(page, BROKEN);

        assertThat(page.locator("#error-code")).hasText("BUILD_FAILED");
        assertThat(page.locator("#error-hint")).not().isEmpty();
        assertThat(page.locator("#error-log b").first()).containsText("TS2322");
        assertThat(page.locator("#steps li[data-state=failed]")).containsText("npm run build");
        screenshot(page, "test-failed");
        assertThat(problems).isEmpty();
    }

    @Test
    void whatIsNoProjectIsRefusedInWords() {
        var page = testPage();

        open(page, "{nope");

        assertThat(page.locator("#project-error")).containsText("is no JSON");
        open(page, "{\"projectId\": \"x\", \"files\": []}");
        assertThat(page.locator("#project-error")).containsText("is no project");
    }

    @Test
    void aReloadGoesOnAndAnotherTabShowsTheSame() {
        var page = testPage();
        var problems = Browser.problemsOf(page);
        start(page, GOOD);
        isShown(page, "building");
        page.reload();
        isShown(page, "running");
        assertThat(page.locator("#steps li[data-state=done]")).hasCount(6);
        assertThat(page.locator("#project")).hasText("shop");

        var tab = page.context().newPage();
        tab.navigate(midori.url("/test").toString());
        isShown(tab, "running");
        assertThat(tab.locator("#sandbox")).hasText(page.locator("#sandbox").innerText());

        tab.locator("#stop").click();
        isShown(page, "stopped");
        isShown(tab, "stopped");
        assertThat(problems).isSubsetOf(BEAT_OF_WHAT_HAS_ENDED);
    }

    @Test
    void aBrokenNetworkIsToldAndGoneOnFromWhenItIsBack() {
        try (var line = BrokenLine.to(midori.url("/").getPort())) {
            var page = browser.visitor(1280, ColorScheme.LIGHT, "en-US").newPage();
            page.navigate("http://127.0.0.1:%d/test".formatted(line.port()));
            start(page, GOOD);
            isShown(page, "building");

            line.cut();
            assertThat(page.locator("#connection")).containsText("does not answer");
            screenshot(page, "test-offline");
            line.mend();

            isShown(page, "running");
            assertThat(page.locator("#connection")).isHidden();
            assertThat(page.locator("#steps li[data-state=done]")).hasCount(6);
        }
    }

    @Test
    void aMinuteWithoutANetworkIsToldAndNothingIsLostByIt() {
        var page = browser.visitor(1280, ColorScheme.LIGHT, "en-US").newPage();
        page.clock().install();
        page.navigate(midori.url("/test").toString());
        start(page, GOOD);
        isShown(page, "running");
        assertThat(page.locator("#presence")).containsText("kept alive");
        page.evaluate("() => (document.querySelector('#screen iframe').dataset.seen = 'before')");

        page.context().setOffline(true);
        // Only the page's time passes: what is tried again and again meets the same broken network.
        page.clock().runFor(45_000);
        assertThat(page.locator("#connection")).containsText("does not answer");
        page.clock().runFor(15_000);
        assertThat(page.locator("#heart")).hasAttribute("data-beat", "lost");
        isShown(page, "running");
        screenshot(page, "test-minute-offline");
        page.context().setOffline(false);

        assertThat(page.locator("#connection")).isHidden();
        assertThat(page.locator("#heart")).hasAttribute("data-beat", "alive");
        assertThat(page.locator("#screen iframe")).hasAttribute("data-seen", "before");
        assertThat(page.locator("#steps li[data-state=done]")).hasCount(6);
        page.locator("#stop").click();
        isShown(page, "stopped");
    }

    @Test
    void whoeverComesBackTooLateIsToldThatNobodyLookedAndStartsAgain() {
        try (var line = BrokenLine.to(midori.url("/").getPort())) {
            var page = browser.visitor(1280, ColorScheme.LIGHT, "en-US").newPage();
            page.navigate("http://127.0.0.1:%d/test".formatted(line.port()));
            start(page, GOOD);
            isShown(page, "running");
            var id = page.locator("#sandbox").innerText();

            line.cut();
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        nobodyLooksAt(id);
                        return endedBecause(id).equals("idle");
                    });
            line.mend();
            // As a browser says it; the page would find out by itself a little later.
            page.evaluate("() => window.dispatchEvent(new Event('online'))");

            isShown(page, "stopped");
            assertThat(page.locator("#error-hint")).containsText("nobody looked at it");
            assertThat(page.locator("#heart")).hasAttribute("data-beat", "none");
            screenshot(page, "test-idle");
            page.locator("#again").click();
            isShown(page, "running");
            assertThat(page.locator("#sandbox")).not().hasText(id);
        }
    }

    /** As if what its owner's last sign was worth were used up. */
    private static void nobodyLooksAt(String id) {
        var partition = new SandboxId(id).partition().digits();
        try (var redis = new Jedis(URI.create(midori.redis().url()))) {
            redis.zadd(
                    "preview:{p%s}:liveness".formatted(partition),
                    Clock.systemUTC().millis() - 1000.0,
                    id,
                    ZAddParams.zAddParams().xx());
        }
    }

    /** Asked as an operator, whose look is no sign of the owner. */
    private static String endedBecause(String id) {
        return Http.get(midori.url("/api/preview/ops/sandboxes?query=" + id))
                .json()
                .path("sandboxes")
                .path(0)
                .path("endedBecause")
                .asString("");
    }

    @Test
    void aProjectIsDroppedOnThePage() {
        var page = testPage();
        var problems = Browser.problemsOf(page);
        assertThat(page.locator("#start")).isEnabled();

        drag(page, "dragenter", "notes.txt", "no JSON");
        assertThat(page.locator("#drop")).isVisible();
        screenshot(page, "test-drop");
        drag(page, "drop", "notes.txt", "no JSON");
        assertThat(page.locator("#drop")).isHidden();
        assertThat(page.locator("#project-error")).containsText("“notes.txt” is no JSON");

        drag(page, "dragenter", "shop.json", GOOD);
        drag(page, "drop", "shop.json", GOOD);
        assertThat(page.locator("#project")).hasText("shop");
        assertThat(page.locator("#project-error")).isHidden();
        assertThat(page.locator("#files button")).hasCount(2);
        page.locator("#start").click();
        isShown(page, "running");
        assertThat(problems).isEmpty();
    }

    private static void drag(Page page, String event, String name, String content) {
        page.evaluate("""
                ([event, name, content]) => {
                  const dataTransfer = new DataTransfer()
                  dataTransfer.items.add(new File([content], name))
                  document.body.dispatchEvent(new DragEvent(event, { dataTransfer, bubbles: true, cancelable: true }))
                }""", List.of(event, name, content));
    }

    @Test
    void anOperatorFindsAPreviewSeesWhyItLivesAndStopsItAndItsOwnerIsToldWhy() {
        var owner = testPage();
        start(owner, GOOD);
        isShown(owner, "running");
        var id = owner.locator("#sandbox").innerText();
        var ops = opened(1280, ColorScheme.LIGHT, "en-US", "/ops");
        var problems = Browser.problemsOf(ops);

        ops.locator("#query").fill(id.substring(10));
        assertThat(ops.locator("#sandboxes tbody tr")).hasCount(1);
        assertThat(ops.locator("#sandboxes tbody")).containsText("shop");
        assertThat(ops.locator("#counts li").first()).containsText("1");
        assertThat(ops.locator("#workers tbody tr")).hasCount(1);
        assertThat(ops.locator("#steps tbody")).containsText("npm install");
        assertThat(ops.locator("#queues tbody tr")).hasCount(10);
        assertThat(ops.locator("#fresh")).containsText("updated");
        screenshot(ops, "ops-1280");

        ops.locator("#sandboxes button").click();
        ops.locator("#confirm-yes").click();

        isShown(owner, "stopped");
        assertThat(owner.locator("#error-hint")).hasText("An operator stopped it.");
        assertThat(ops.locator("#sandboxes tbody")).containsText("an operator stopped it");
        assertThat(problems).isEmpty();
    }

    @Test
    void anOperatorIsToldWhenWhatIsShownIsStale() {
        var page = browser.visitor(1280, ColorScheme.LIGHT, "en-US").newPage();
        page.clock().install();
        page.navigate(midori.url("/ops").toString());
        var fresh = page.locator("#fresh");
        assertThat(fresh).hasText(Pattern.compile("updated [0-9]+ s ago"));
        assertThat(fresh).hasAttribute("data-tone", "good");

        page.context().setOffline(true);
        page.clock().runFor(20_000);
        assertThat(fresh).hasText(Pattern.compile("stale: [0-9]+ s old"));
        assertThat(fresh).hasAttribute("data-tone", "bad");
        assertThat(page.locator("#problem")).isVisible();
        assertThat(page.locator("#queues tbody tr")).hasCount(10);
        screenshot(page, "ops-stale");
        page.context().setOffline(false);

        assertThat(fresh).hasAttribute("data-tone", "good");
        assertThat(page.locator("#problem")).isHidden();
    }

    @Test
    void whoeverIsNoOperatorIsToldSoAndSeesNothing() {
        var visitor = browser.visitor(1280, ColorScheme.LIGHT, "en-US");
        visitor.setExtraHTTPHeaders(midori.headersOf("somchai"));
        var page = visitor.newPage();
        var problems = Browser.problemsOf(page, FORBIDDEN);

        page.navigate(midori.url("/ops").toString());

        assertThat(page.locator("#problem")).hasText("This page is for operators: sign in as an administrator.");
        assertThat(page.locator("#fresh")).hasText("nothing to show");
        assertThat(page.locator("main button:visible")).hasCount(0);
        assertThat(page.locator("tbody td")).hasCount(0);
        assertThat(violations(page)).isEmpty();
        screenshot(page, "ops-forbidden");
        assertThat(problems).isEmpty();
    }

    @Test
    void anOperatorStopsAndStartsTheCleanUp() {
        var ops = opened(1280, ColorScheme.LIGHT, "en-US", "/ops");
        var problems = Browser.problemsOf(ops, REAPER_IS_BUSY);
        assertThat(ops.locator("#reaper-state")).hasText("on");

        ops.locator("#stop").click();
        ops.locator("#confirm-yes").click();
        assertThat(ops.locator("#reaper-state")).hasText("off");

        ops.locator("#start").click();
        assertThat(ops.locator("#reaper-state")).hasText("on");
        ops.locator("#cleanup").click();
        assertThat(ops.locator("#reaper-said")).not().isEmpty();
        ops.locator("#sync").click();
        assertThat(ops.locator("#reaper-said"))
                .not()
                .hasText("At it…", new LocatorAssertions.HasTextOptions().setTimeout(40_000));
        assertThat(problems).isEmpty();
    }

    @Test
    void anOperatorTriesAReplayOutAndDiscardsWhatNobodyCanRead() {
        midori.rabbit().publish("preview.provision", "{not json".getBytes(StandardCharsets.UTF_8));
        var ops = opened(1280, ColorScheme.LIGHT, "en-US", "/ops");
        assertThat(ops.locator("#letters tbody code").first()).isVisible();
        assertThat(ops.locator("#letters tbody tr")).hasCount(1);

        ops.locator("#replay-all").click();
        assertThat(ops.locator("#confirm-title")).hasText("Replay 1 dead letters?");
        screenshot(ops, "ops-dry-run");
        ops.keyboard().press("Escape");
        assertThat(ops.locator("#letters tbody tr")).hasCount(1);

        ops.locator("#letters button.bad").click();
        ops.locator("#confirm-yes").click();

        assertThat(ops.locator("#letters")).containsText("No dead letters");
        assertThat(midori.rabbit().depths().get("preview.dead-letters")).isZero();
    }

    private static final String WIDER = """
            () => [...document.querySelectorAll('body *')]
              .filter((one) => one.getBoundingClientRect().right > innerWidth)
              .map((one) => `${one.tagName}#${one.id}.${one.className} ${one.textContent.trim().slice(0, 40)}`)""";

    @ParameterizedTest
    @CsvSource({
        "/test, 360,  LIGHT, th-TH, เริ่มพรีวิว",
        "/test, 1920, DARK,  en-US, Start preview",
        "/ops,  360,  DARK,  th-TH, ข้อความที่ทำไม่สำเร็จ",
        "/ops,  1920, LIGHT, en-US, Dead letters"
    })
    void everyPageFitsIsReadableAndNamesThings(
            String path, int width, ColorScheme colours, String language, String words) {
        midori.create(Http.JSON.readTree(GOOD));
        var page = opened(width, colours, language, path);
        var problems = Browser.problemsOf(page);

        assertThat(page.locator("main")).containsText(words);
        assertThat(page.locator("html")).hasAttribute("lang", language.substring(0, 2));
        await().untilAsserted(
                        () -> assertThat(page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                                .as("no wider than the page, unlike %s", page.evaluate(WIDER))
                                .isEqualTo(true));
        assertThat(violations(page)).isEmpty();
        screenshot(page, "%s-%d-%s-%s".formatted(path.substring(1), width, colours, language.substring(0, 2)));
        assertThat(problems).isEmpty();
    }

    /** What axe-core finds serious, as rule and places. */
    @SuppressWarnings("unchecked")
    private static List<String> violations(Page page) {
        page.evaluate(NpmPackages.text("axe-core/axe.min.js"));
        return (List<String>) page.evaluate("""
                async () => (await axe.run({ iframes: false })).violations
                  .filter((one) => ['serious', 'critical'].includes(one.impact))
                  .map((one) => one.id + ': ' + one.nodes.map((node) => node.target).join(', '))""");
    }

    /** A page of a frontend under the gateway's own origin, from files of this test. */
    private static Page hookPage(String query) {
        var page = browser.visitor(1280, ColorScheme.LIGHT, "en-US").newPage();
        page.route("**/hook/**", PagesIT::fromDisk);
        page.navigate(midori.url("/hook/index.html" + query).toString());
        return page;
    }

    private static void fromDisk(Route route) {
        var name = URI.create(route.request().url()).getPath().substring("/hook/".length());
        var file = switch (name) {
            case "react.js" -> NpmPackages.file("react/umd/react.development.js");
            case "react-dom.js" -> NpmPackages.file("react-dom/umd/react-dom.development.js");
            default ->
                name.startsWith("client/")
                        ? Service.root().resolve("deploy").resolve(name)
                        : Service.root()
                                .resolve("system-tests/src/test/resources/hook")
                                .resolve(name);
        };
        route.fulfill(new Route.FulfillOptions().setPath(file));
    }

    @Test
    void theHookStartsOnceBeatsAndStopsWhenItsPageGoes() {
        var page = hookPage("");
        var problems = Browser.problemsOf(page);
        assertThat(page.locator("#status")).hasText("running");
        assertThat(page.locator("#all")).containsText("\"isHeartbeatActive\":true");
        var shown = Http.JSON.readTree(page.locator("#all").innerText());
        assertThat(shown.path("previewUrlWithToken").asString()).startsWith("http://3000-");
        assertThat(shown.path("progress").path("done").asInt()).isEqualTo(6);
        assertThat(shown.path("logs").asInt()).isPositive();
        assertThat(problems).isEmpty();

        page.navigate("about:blank");

        var id = shown.path("sandboxId").asString();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(midori.status(id).path("endedBecause").asString())
                                .isEqualTo("user"));
    }

    @Test
    void theHookHasTheShapeOfMidorisAndWhatItOffersWorks() {
        var page = hookPage("");
        assertThat(page.locator("#status")).hasText("running");
        var shown = Http.JSON.readTree(page.locator("#all").innerText());
        assertThat(shown.propertyNames())
                .contains(
                        "sandboxId",
                        "status",
                        "previewUrl",
                        "previewToken",
                        "previewUrlWithToken",
                        "error",
                        "loading",
                        "lastHeartbeat",
                        "isHeartbeatActive",
                        "steps",
                        "progress",
                        "logs");

        page.locator("#change").click();
        assertThat(page.locator("#changed")).hasText("hmr");

        page.locator("#stop").click();
        assertThat(page.locator("#status")).hasText("stopped");
        assertThat(page.locator("#all")).containsText("\"endedBecause\":\"user\"");
        page.locator("#again").click();
        assertThat(page.locator("#status")).hasText("running");
        assertThat(page.locator("#all"))
                .not()
                .containsText(shown.path("sandboxId").asString());
    }

    @Test
    void theHookAsksOnceHoweverOftenItsPageRendersAfterAFailure() {
        var page = browser.visitor(1280, ColorScheme.LIGHT, "en-US").newPage();
        var creates = new AtomicInteger();
        page.onRequest(request -> {
            if (request.method().equals("POST") && request.url().endsWith(DAYTONA)) {
                creates.incrementAndGet();
            }
        });
        page.route("**/hook/**", PagesIT::fromDisk);
        page.navigate(midori.url("/hook/index.html?project=broken").toString());

        assertThat(page.locator("#status")).hasText("error");
        assertThat(page.locator("#all")).containsText("BUILD_FAILED");
        var before = renders(page);
        await().until(() -> renders(page) > before + 10);

        assertThat(creates).hasValue(1);
    }

    private static int renders(Page page) {
        return Http.JSON
                .readTree(page.locator("#all").innerText())
                .path("renders")
                .asInt();
    }
}
