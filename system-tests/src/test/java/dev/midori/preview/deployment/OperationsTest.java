package dev.midori.preview.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.command.CleanupCommand;
import dev.midori.preview.messaging.amqp.Topology;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** That runbooks, and the pages beside them, name what there is: commands, files, metrics, alerts, properties, pages. */
class OperationsTest {
    private static final String FOLDER = "docs/operations";

    static List<String> runbooks() {
        return Checkout.list(FOLDER, ".md").stream()
                .map(path -> path.getFileName().toString())
                .filter(name -> !name.equals("README.md"))
                .toList();
    }

    static List<String> pages() {
        return Stream.of(
                        runbooks().stream().map(name -> FOLDER + "/" + name),
                        Stream.of(
                                FOLDER + "/README.md",
                                "docs/threat-model.md",
                                "docs/metrics.md",
                                "docs/releasing.md",
                                "docs/deploying.md",
                                "docs/architecture.md",
                                "deploy/kubernetes/README.md",
                                "CONTRIBUTING.md"))
                .flatMap(names -> names)
                .toList();
    }

    /** What stands in code, inline and in blocks. */
    private static Stream<String> code(String page) {
        return Pattern.compile("```[a-z]*\\n(.*?)```|`([^`\\n]+)`", Pattern.DOTALL)
                .matcher(Checkout.text(page))
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1));
    }

    private static Set<String> named(String page, String pattern) {
        var names = new HashSet<String>();
        code(page)
                .forEach(text ->
                        Pattern.compile(pattern).matcher(text).results().forEach(found -> names.add(found.group(1))));
        return names;
    }

    @Test
    void theListNamesEveryRunbook() {
        assertThat(runbooks())
                .hasSizeGreaterThan(8)
                .allSatisfy(
                        name -> assertThat(Checkout.text(FOLDER + "/README.md")).contains("](" + name + ")"));
    }

    @ParameterizedTest
    @MethodSource("runbooks")
    void saysWhenItIsOver(String name) {
        assertThat(Checkout.text(FOLDER + "/" + name)).contains("\nOver when ");
    }

    private static Map<String, String> runbookOfEachAlert() {
        return Checkout.alerts().stream()
                .collect(Collectors.toMap(
                        rule -> Checkout.at(rule, "alert"), rule -> Checkout.at(rule, "annotations.runbook")));
    }

    @Test
    void alertsAndRunbooksNameEachOther() {
        var alerts = runbookOfEachAlert();
        var named = new HashSet<String>();
        for (var runbook : runbooks()) {
            var page = FOLDER + "/" + runbook;
            named(page, "\\b(Preview[A-Z][A-Za-z]+)\\b").forEach(alert -> {
                named.add(alert);
                assertThat(alerts).as("named in %s", page).containsEntry(alert, page);
            });
        }
        assertThat(named).containsExactlyInAnyOrderElementsOf(alerts.keySet());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void commandsAndFilesExist(String page) {
        assertThat(named(page, "(?<![\\w/.])((?:deploy|docs|\\.github)/[A-Za-z0-9_./-]*[A-Za-z0-9_])"))
                .filteredOn(path -> !isMade(path))
                .allSatisfy(path -> assertThat(Checkout.file(path)).exists());
    }

    /** Written while it runs, or by others. */
    private static boolean isMade(String path) {
        return path.startsWith("deploy/.") || path.equals("docs/performance.md");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void operatorsCommandsAreUnderstood(String page) {
        var program = Checkout.text("deploy/lib/ops.mjs");
        for (var words : named(page, "deploy/ops ([a-z][^\\n#`]*)")) {
            var all = words.strip().split("\\s+", -1);
            assertThat(all[0]).isIn("status", "cleanup", "pool", "sandboxes", "stop", "dead-letters");
            assertThat(program).contains("area === '%s'".formatted(all[0]));
            if (all[0].equals("cleanup")) {
                assertThat(Arrays.stream(CleanupCommand.Action.values()).map(CleanupCommand.Action::word))
                        .contains(all[1]);
            }
            if (all[0].equals("dead-letters")) {
                assertThat(program).contains("verb === '%s'".formatted(all[1]));
            }
            Arrays.stream(all)
                    .filter(word -> word.startsWith("--"))
                    .forEach(option -> assertThat(program).as(option).contains(option));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void metricsAreListed(String page) {
        var metrics = Metrics.documented();

        assertThat(named(page, "\\b(preview_[a-z_]+[a-z])"))
                .allSatisfy(name -> assertThat(
                                metrics.has(name) || metrics.meters().contains(name.replace('_', '.')))
                        .as("%s in docs/metrics.md", name)
                        .isTrue());
    }

    @ParameterizedTest
    @MethodSource("pages")
    void namesWithDotsAreQueuesMetricsOrProperties(String page) {
        var known = new HashSet<>(Topology.queues());
        Topology.declarables()
                .getDeclarablesByType(org.springframework.amqp.core.Exchange.class)
                .forEach(exchange -> known.add(exchange.getName()));
        known.addAll(Metrics.documented().meters());
        for (var module :
                List.of("shared-model", "daytona-client", "api-gateway", "provision-worker", "reaper-worker")) {
            var file = Checkout.file(module + "/target/classes/META-INF/spring-configuration-metadata.json");
            JsonMapper.shared()
                    .readTree(Checkout.text(file))
                    .path("properties")
                    .forEach(property -> known.add(property.path("name").asString()));
        }

        assertThat(named(page, "(?<![\\w.-])(preview\\.[a-z]+[a-z0-9.-]*[a-z0-9])(?![\\w:]|[.-]\\w|/\\w)"))
                .filteredOn(name -> !name.endsWith(".example.com") && !name.endsWith(".svc"))
                .allSatisfy(name -> assertThat(known).as(page).contains(name));
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(String page) {
        var file = Checkout.file(page);

        Pattern.compile("\\]\\(([^)#]+)(?:#[^)]*)?\\)")
                .matcher(Checkout.text(page))
                .results()
                .map(link -> link.group(1))
                .filter(link -> !link.startsWith("http"))
                .forEach(link -> assertThat(file.resolveSibling(Path.of(link)).normalize())
                        .exists());
    }
}
