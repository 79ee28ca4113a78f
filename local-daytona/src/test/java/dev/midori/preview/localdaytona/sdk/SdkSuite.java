package dev.midori.preview.localdaytona.sdk;

import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The suite in Node, with the SDK beside it. */
final class SdkSuite {
    private static final Path SOURCES = Path.of("src", "test", "sdk").toAbsolutePath();
    private static final Path INSTALLED = Path.of("target", "sdk").toAbsolutePath();
    private static final long PATIENCE_MINUTES = 5;

    private SdkSuite() {}

    /** One case of the suite and what became of it. */
    record Case(String name, Outcome outcome) {}

    /** How a case ended. */
    sealed interface Outcome {
        record Passed() implements Outcome {}

        record Skipped(String why) implements Outcome {}

        record Failed(String why) implements Outcome {}
    }

    /** Installs what the suite needs as its lock file says, unless that was done already. */
    static SdkSuite install() throws IOException, InterruptedException {
        var lock = SOURCES.resolve("package-lock.json");
        // npm writes this one last.
        var installed = INSTALLED.resolve("node_modules/.package-lock.json");
        var isCurrent = Files.exists(installed) && Files.mismatch(lock, INSTALLED.resolve("package-lock.json")) < 0;
        copySources();
        if (!isCurrent) {
            run(
                    List.of("npm", "ci", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"),
                    Map.of(),
                    INSTALLED.resolve("install.log"));
        }
        return new SdkSuite();
    }

    private static void copySources() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var copy = INSTALLED.resolve(SOURCES.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static int run(List<String> command, Map<String, String> more, Path log)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command)
                .directory(INSTALLED.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(more);
        var process = builder.start();
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new IllegalStateException("%s takes too long: see %s".formatted(command.getFirst(), log));
            }
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Runs every case against a server. */
    List<Case> run(String apiUrl, String key, String runtime, Path folder) throws IOException, InterruptedException {
        var report = folder.resolve("report.xml");
        var log = INSTALLED.resolve("suite-%s.log".formatted(runtime));
        var node = List.of(
                "node",
                "--test-reporter=junit",
                "--test-reporter-destination=" + report,
                "--test-timeout=60000",
                "suite.mjs");
        var variables = Map.of(
                "DAYTONA_API_URL", apiUrl,
                "DAYTONA_API_KEY", key,
                "RUNTIME", runtime,
                "PREVIEW_PORT", Integer.toString(freePort()));
        var _ = run(node, variables, log);
        if (!Files.exists(report) || Files.size(report) == 0) {
            throw new IllegalStateException("the suite did not run: " + Files.readString(log));
        }
        return read(report);
    }

    /** In the range that Daytona's check of ports knows. */
    private static int freePort() throws IOException {
        for (int port = 3_000; port < 10_000; port++) {
            try (var socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException _) {
                // The next one may be free.
            }
        }
        throw new IllegalStateException("no port is free");
    }

    private static List<Case> read(Path report) throws IOException {
        try {
            var document = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(report.toFile());
            return elements(document.getElementsByTagName("testcase")).stream()
                    .map(SdkSuite::read)
                    .toList();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(e);
        }
    }

    private static Case read(Element testCase) {
        var name = testCase.getAttribute("name");
        if (testCase.getParentNode() instanceof Element group
                && !group.getAttribute("name").isEmpty()) {
            name = "%s: %s".formatted(group.getAttribute("name"), name);
        }
        var skipped = elements(testCase.getElementsByTagName("skipped"));
        if (!skipped.isEmpty()) {
            return new Case(name, new Outcome.Skipped(skipped.getFirst().getAttribute("message")));
        }
        var failures = elements(testCase.getElementsByTagName("failure"));
        return failures.isEmpty()
                ? new Case(name, new Outcome.Passed())
                : new Case(name, new Outcome.Failed(failures.getFirst().getTextContent()));
    }

    private static List<Element> elements(NodeList nodes) {
        var elements = new ArrayList<Element>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements;
    }
}
