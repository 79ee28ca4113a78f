package dev.midori.preview.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Alerts and dashboards, held against the page that lists the metrics, and that page against the code. */
class MonitoringTest {
    private static final String RULES = "deploy/monitoring/rules/preview.yaml";
    private static final String TESTS = "deploy/monitoring/tests/preview.yaml";

    /** That Prometheus adds to whatever it reads. */
    private static final Set<String> ADDED = Set.of("job", "instance", "le", "exported_job");

    private static final Metrics DOCUMENTED = Metrics.documented();

    @Test
    void thePageListsExactlyTheMetersThatTheCodeMakes() {
        var made = new HashSet<String>();
        var maker = Pattern.compile(
                "(?:counter|timer|gauge|summary|builder|createNotStarted|NAME =)\\s*\\(?\\s*\"(preview\\.[a-z.]+)\"");
        for (var module : List.of("shared-model", "api-gateway", "provision-worker", "reaper-worker")) {
            for (var file : Checkout.listAll(module + "/src/main/java", ".java")) {
                maker.matcher(Checkout.text(file)).results().forEach(found -> made.add(found.group(1)));
            }
        }

        assertThat(made).hasSizeGreaterThan(15);
        assertThat(DOCUMENTED.meters()).containsExactlyInAnyOrderElementsOf(made);
    }

    private static Stream<String> expressionsOfAlerts() {
        return Checkout.alerts().stream().map(rule -> Checkout.at(rule, "expr"));
    }

    private static Stream<String> expressionsOfDashboards() {
        return Checkout.list("deploy/monitoring/dashboards", ".json").stream()
                .map(path -> JsonMapper.shared().readTree(Checkout.text(path)))
                .flatMap(board -> board.path("panels").valueStream())
                .flatMap(panel -> panel.path("targets").valueStream())
                .map(target -> target.path("expr").asString());
    }

    static Stream<String> expressions() {
        return Stream.concat(expressionsOfAlerts(), expressionsOfDashboards()).distinct();
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void asksForMetricsAndLabelsThatThereAre(String expression) {
        var asked = Metrics.in(expression);

        assertThat(asked).isNotEmpty();
        asked.forEach((name, labels) -> {
            assertThat(DOCUMENTED.has(name)).as("%s in docs/metrics.md", name).isTrue();
            if (DOCUMENTED.ours().containsKey(name)) {
                labels.removeAll(ADDED);
                assertThat(DOCUMENTED.ours().get(name)).as("labels of %s", name).containsAll(labels);
            }
        });
    }

    @Test
    void everyMetricOfOursIsShownOrWatched() {
        var asked = new HashSet<String>();
        expressions().forEach(expression -> asked.addAll(Metrics.in(expression).keySet()));

        assertThat(DOCUMENTED.meters())
                .allSatisfy(meter -> assertThat(asked)
                        .as("whether anything asks for %s", meter)
                        .anyMatch(name -> name.startsWith(meter.replace('.', '_'))));
    }

    @Test
    void everyAlertSaysWhoIsHurtAndWhatToDo() {
        assertThat(Checkout.alerts()).hasSizeGreaterThan(20).allSatisfy(rule -> {
            assertThat(Checkout.at(rule, "labels.severity")).isIn("page", "ticket");
            assertThat(Checkout.at(rule, "annotations.summary")).endsWith(".");
            assertThat(Checkout.file(Checkout.at(rule, "annotations.runbook"))).isRegularFile();
        });
    }

    @Test
    void everyAlertIsSeenToStaySilent() {
        assertThat(Checkout.alerts())
                .extracting(rule -> Checkout.at(rule, "alert"))
                .allSatisfy(alert -> assertThat(Checkout.text(TESTS)).contains("alertname: %s }".formatted(alert)));
    }

    @Test
    void alertsFireWhenTheyShouldAndOnlyThen() {
        assumeTrue(Programs.has("promtool"), "there is no promtool on this machine: apt-get install prometheus");

        var checked = Programs.run("promtool", "check", "rules", RULES);
        var tested = Programs.run("promtool", "test", "rules", TESTS);

        assertThat(checked.code()).as(checked.output()).isZero();
        assertThat(tested.code()).as(tested.output()).isZero();
    }

    @Test
    void prometheusIsConfiguredAsItUnderstands() {
        assumeTrue(Programs.has("promtool"), "there is no promtool on this machine: apt-get install prometheus");

        var checked = Programs.run("promtool", "check", "config", "--syntax-only", "deploy/monitoring/prometheus.yaml");

        assertThat(checked.code()).as(checked.output()).isZero();
    }

    static List<String> dashboards() {
        return Checkout.list("deploy/monitoring/dashboards", ".json").stream()
                .map(path -> path.getFileName().toString())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void panelsHaveTitlesUnitsAndPlacesOfTheirOwn(String name) {
        var board = JsonMapper.shared().readTree(Checkout.text("deploy/monitoring/dashboards/" + name));
        var cells = new HashSet<String>();
        var titles = new ArrayList<String>();

        assertThat(board.path("uid").asString()).isNotBlank();
        for (JsonNode panel : board.path("panels")) {
            titles.add(panel.path("title").asString());
            var place = panel.path("gridPos");
            assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
            for (int x = 0; x < place.path("w").asInt(); x++) {
                for (int y = 0; y < place.path("h").asInt(); y++) {
                    assertThat(cells.add("%d,%d"
                                    .formatted(
                                            place.path("x").asInt() + x,
                                            place.path("y").asInt() + y)))
                            .as("whether %s lies on nothing else", titles.getLast())
                            .isTrue();
                }
            }
            if (!panel.path("type").asString().equals("row")) {
                assertThat(panel.path("datasource").path("uid").asString()).isEqualTo("prometheus");
                assertThat(panel.path("fieldConfig")
                                .path("defaults")
                                .path("unit")
                                .asString())
                        .isNotBlank();
            }
        }
        assertThat(titles).doesNotHaveDuplicates().doesNotContain("");
    }
}
