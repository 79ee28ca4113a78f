package dev.midori.preview.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the images are made of. */
class ImagesTest {
    private static final List<String> LINES = Checkout.text("deploy/images/Dockerfile")
            .replace("\\\n", " ")
            .lines()
            .toList();

    private static List<String> ofTheLastStage() {
        var last = LINES.lastIndexOf("FROM ${JRE}");
        assertThat(last).isPositive();
        return LINES.subList(last, LINES.size());
    }

    @Test
    void theBaseIsOfTheJavaThatWeBuildFor() {
        assertThat(LINES).anyMatch(line -> line.matches("ARG JRE=\\S+:25-jre-\\S+"));
        assertThat(Checkout.text("pom.xml")).contains("<java.version>25</java.version>");
    }

    @Test
    void nothingRunsAsRoot() {
        assertThat(ofTheLastStage()).containsOnlyOnce("USER 10001:10001");
    }

    @Test
    void theProcessIsTheServiceItselfSoThatItHearsSignals() {
        assertThat(ofTheLastStage())
                .filteredOn(line -> line.startsWith("ENTRYPOINT"))
                .singleElement()
                .asString()
                .startsWith("ENTRYPOINT [\"java\", \"-XX:AOTCache=/app/app.aot\"");
    }

    @Test
    void theLastStageInstallsAndDownloadsNothing() {
        assertThat(ofTheLastStage()).noneMatch(line -> line.startsWith("RUN") || line.startsWith("ADD"));
    }

    @Test
    void whatChangesSeldomLiesBelow() {
        var copied = ofTheLastStage().stream()
                .filter(line -> line.startsWith("COPY --from"))
                .toList();

        assertThat(copied)
                .containsExactly(
                        "COPY --from=extracted /layers/dependencies/ ./",
                        "COPY --from=extracted /layers/snapshot-dependencies/ ./",
                        "COPY --from=extracted /layers/application/ ./",
                        "COPY --from=trained /app/app.aot ./");
    }

    @Test
    void onlyWhatTheImagesHoldIsSentToWhatBuildsThem() {
        assertThat(Checkout.text(".dockerignore").lines())
                .containsExactly(
                        "*",
                        "!api-gateway/target/*.jar",
                        "!provision-worker/target/*.jar",
                        "!reaper-worker/target/*.jar",
                        "!deploy/images");
    }
}
