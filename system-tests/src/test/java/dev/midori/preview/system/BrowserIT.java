package dev.midori.preview.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.LoadState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** What a person sees: the test page, the start button, the café. */
@Order(5)
class BrowserIT {
    private static final double PATIENCE = Duration.ofMinutes(4).toMillis();
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static MidoriSystem midori;
    private static Browser browser;

    @BeforeAll
    static void start() {
        midori = MidoriSystem.start(Map.of());
        browser = Browser.start();
        // A dev server that has just begun takes its time over its first page.
        PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    }

    @AfterAll
    static void stop() {
        browser.close();
        midori.close();
    }

    @Test
    void aPersonStartsTheCafeFollowsTheLinkAndStopsIt() {
        var page = browser.open(midori.url("/test").toString());
        var problems = Browser.problemsOf(page);
        assertThat(page.locator("#start")).isEnabled();

        page.locator("#start").click();

        assertThat(page.locator("#status"))
                .containsText("running", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
        assertThat(framed(page)).isVisible();
        screenshot(page, "test-page");
        var cafe = page.waitForPopup(() -> page.locator("#preview-link").click());
        var problemsOfTheCafe = Browser.problemsOf(cafe);
        cafe.reload();
        assertThat(cafe).hasTitle("Midori Café, Ari, Bangkok");
        cafe.waitForLoadState(LoadState.LOAD);
        assertThat(cafe.locator("h1").first()).isVisible();
        assertThat(isStyled(cafe)).as("the café's styles are applied").isTrue();
        screenshot(cafe, "cafe");
        assertThatAnEditShowsWithoutAReload(page, cafe);
        assertThat(problemsOfTheCafe).isEmpty();
        assertThatThePreviewCannotCallUs(cafe, page);

        page.locator("#stop").click();
        assertThat(page.locator("#status"))
                .containsText("stop", new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(midori.sandboxesAtDaytona()).isEmpty());
        assertThat(problems).isEmpty();
    }

    /** The editor's change goes to the sandbox; its dev server tells pages by a WebSocket through Daytona's proxy. */
    private static void assertThatAnEditShowsWithoutAReload(Page page, Page cafe) {
        cafe.evaluate("() => { window.loadedOnce = true }");
        page.locator("#files button[data-path='src/components/Hero.tsx']").click();
        var code = page.locator("#code");
        assertThat(code).hasValue(Pattern.compile("Midori Café"));

        code.fill(code.inputValue().replace("Midori Café", "Edited Café"));
        page.locator("#save").click();

        assertThat(cafe.locator("h1").first()).containsText("Edited Café");
        assertThat(framed(page)).containsText("Edited Café");
        assertThat(page.locator("#editor-said")).containsText("Saved");
        assertThat(cafe.evaluate("() => window.loadedOnce === true")).isEqualTo(true);
        screenshot(page, "test-edited");
    }

    /** Whoever writes a preview writes its scripts too: nothing that they can send does, or tells, anything. */
    private static void assertThatThePreviewCannotCallUs(Page cafe, Page page) {
        var answered = new ConcurrentHashMap<String, Integer>();
        var gateway = midori.url("").toString();
        cafe.onResponse(response -> {
            if (response.url().startsWith(gateway)) {
                var request = response.request();
                answered.put(
                        "%s %s".formatted(request.method(), response.url().substring(gateway.length())),
                        response.status());
            }
        });

        var read = cafe.evaluate("""
                async gateway => {
                  const id = 'sb_00';
                  const api = gateway + '/api/preview/daytona';
                  const post = { method: 'POST', mode: 'no-cors', credentials: 'include', body: '{"projectId":"p","files":[]}' };
                  const refused = () => 'refused';
                  const asked = await Promise.all([
                    fetch(api + '/status?sandboxId=' + id).then(answer => answer.text(), refused),
                    fetch(gateway + '/api/preview/usage').then(answer => answer.text(), refused),
                    fetch(api, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }).then(answer => answer.text(), refused),
                    fetch(api + '/stop', { method: 'DELETE' }).then(answer => answer.text(), refused),
                  ]);
                  await fetch(api, post);
                  await fetch(gateway + '/api/preview/cleanup', post);
                  navigator.sendBeacon(api + '/heartbeat', '{}');
                  const frame = Object.assign(document.createElement('iframe'), { name: 'sink' });
                  const form = Object.assign(document.createElement('form'), { method: 'post', action: api + '/stop', target: 'sink' });
                  document.body.append(frame, form);
                  form.submit();
                  return asked;
                }""", gateway);

        assertThat(read).isEqualTo(List.of("refused", "refused", "refused", "refused"));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            // Answers are told while the browser is asked something.
            cafe.title();
            assertThat(answered.keySet())
                    .contains(
                            "POST /api/preview/daytona",
                            "POST /api/preview/cleanup",
                            "POST /api/preview/daytona/heartbeat",
                            "POST /api/preview/daytona/stop");
        });
        assertThat(answered.values()).as(answered.toString()).containsOnly(403);
        assertThat(page.locator("#status")).containsText("running");
    }

    private static Locator framed(Page page) {
        return page.frameLocator("#screen iframe").locator("h1").first();
    }

    private static boolean isStyled(Page page) {
        return Boolean.TRUE.equals(page.evaluate(
                "() => document.styleSheets.length > 0 && getComputedStyle(document.body).margin === '0px'"));
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }
}
