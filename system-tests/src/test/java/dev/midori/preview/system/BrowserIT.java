package dev.midori.preview.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.LoadState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a person sees: the test page, the start button, the café. */
class BrowserIT {
    private static final double PATIENCE = Duration.ofMinutes(4).toMillis();
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static MidoriSystem midori;
    private static Browser browser;

    @BeforeAll
    static void start() {
        midori = MidoriSystem.start(Map.of());
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        browser.close();
        midori.close();
    }

    @Test
    void aPersonStartsTheCafeFollowsTheLinkAndStopsIt() {
        var page = browser.open(midori.url("/test").toString());
        var problems = problemsOf(page);
        assertThat(page.locator("#start")).isEnabled();

        page.locator("#start").click();

        assertThat(page.locator("#status"))
                .containsText("running", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE));
        screenshot(page, "test-page");
        var cafe = page.waitForPopup(() -> page.locator("#preview-link").click());
        var problemsOfTheCafe = problemsOf(cafe);
        cafe.reload();
        assertThat(cafe).hasTitle("Midori Café, Ari, Bangkok");
        cafe.waitForLoadState(LoadState.LOAD);
        assertThat(cafe.locator("h1").first()).isVisible();
        assertThat(isStyled(cafe)).as("the café's styles are applied").isTrue();
        screenshot(cafe, "cafe");
        assertThatAnEditShowsWithoutAReload(cafe);
        assertThat(problemsOfTheCafe).isEmpty();

        page.locator("#stop").click();
        assertThat(page.locator("#status"))
                .containsText("stop", new LocatorAssertions.ContainsTextOptions().setTimeout(30_000));
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(midori.sandboxesAtDaytona()).isEmpty());
        assertThat(problems).isEmpty();
    }

    /** The dev server tells the page by the WebSocket that goes through Daytona's proxy. */
    private static void assertThatAnEditShowsWithoutAReload(Page cafe) {
        cafe.evaluate("() => { window.loadedOnce = true }");
        var name = midori.sandboxesAtDaytona().getFirst();

        var said = midori.runInSandbox(name, "cd app && sed -i 's/Midori Café/Edited Café/' src/components/Hero.tsx");

        assertThat(said).isEmpty();
        assertThat(cafe.locator("h1").first()).containsText("Edited Café");
        assertThat(cafe.evaluate("() => window.loadedOnce === true")).isEqualTo(true);
    }

    /** Errors on the console and answers that failed. */
    private static List<String> problemsOf(Page page) {
        var problems = new CopyOnWriteArrayList<String>();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                problems.add("console: " + message.text());
            }
        });
        page.onPageError(error -> problems.add("page: " + error));
        page.onResponse(answer -> addFailed(answer, problems));
        return problems;
    }

    private static void addFailed(Response answer, List<String> problems) {
        if (answer.status() >= 400) {
            problems.add("%d for a request of the page".formatted(answer.status()));
        }
    }

    private static boolean isStyled(Page page) {
        return Boolean.TRUE.equals(page.evaluate(
                "() => document.styleSheets.length > 0 && getComputedStyle(document.body).margin === '0px'"));
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }
}
