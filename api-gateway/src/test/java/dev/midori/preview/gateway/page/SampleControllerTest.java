package dev.midori.preview.gateway.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.midori.preview.gateway.problem.ProblemException;
import org.junit.jupiter.api.Test;

class SampleControllerTest {
    @Test
    void aSampleThatIsNotThereIsToldWithoutItsPath() {
        var controller = new SampleController("/secret/place/sample.json");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(controller::sample)
                .satisfies(refusal -> {
                    assertThat(refusal.problem().status().value()).isEqualTo(404);
                    assertThat(refusal.problem().toString()).doesNotContain("/secret");
                });
    }
}
