package dev.midori.preview.system;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The Chromium that is installed here, driven as a person would use it. */
final class Browser implements AutoCloseable {
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    static Browser start() {
        var playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        var chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable())
                        .setArgs(ARGUMENTS));
        return new Browser(playwright, chromium);
    }

    private static Path executable() {
        return List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no Chromium is installed: apt-get install chromium"));
    }

    Page open(String url) {
        var page = visitor(1280, ColorScheme.LIGHT, "en-US").newPage();
        page.navigate(url);
        return page;
    }

    /** Somebody whose browser knows nothing yet; what they open shares its storage. */
    BrowserContext visitor(int width, ColorScheme colours, String language) {
        return chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(width, 900)
                .setColorScheme(colours)
                .setLocale(language));
    }

    /** Errors on the console of a page, and answers that failed but for those that a test asks for. */
    static List<String> problemsOf(Page page, Integer... expected) {
        var problems = new CopyOnWriteArrayList<String>();
        page.onConsoleMessage(message -> {
            // Chromium says of each refused request what its answer says, too.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                problems.add("console: " + message.text());
            }
        });
        page.onPageError(error -> problems.add("page: " + error));
        page.onResponse(answer -> {
            if (answer.status() >= 400 && !List.of(expected).contains(answer.status())) {
                // Only the path: what a signed link gives away stands before it or behind it.
                problems.add("%d for %s %s"
                        .formatted(
                                answer.status(),
                                answer.request().method(),
                                URI.create(answer.url()).getPath()));
            }
        });
        return problems;
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
