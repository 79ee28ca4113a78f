package dev.midori.preview.provision.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckpointTest {
    private final Checkpoint checkpoint = new Checkpoint(Map.of(
            "status",
            "running",
            Checkpoint.DAYTONA_ID,
            "d-1",
            Checkpoint.REBUILD_OWED,
            "INSTALL",
            "installingDone",
            "1"));

    @Test
    void whatASandboxIsOwedGoesWithIt() {
        assertThat(checkpoint.cleared())
                .containsOnlyKeys(Checkpoint.DAYTONA_ID, Checkpoint.REBUILD_OWED, "installingDone")
                .containsEntry(Checkpoint.REBUILD_OWED, "");
    }

    @Test
    void whatASandboxIsOwedOutlivesItsRecord() {
        assertThat(checkpoint.steps())
                .containsOnly(
                        Map.entry(Checkpoint.DAYTONA_ID, "d-1"),
                        Map.entry(Checkpoint.REBUILD_OWED, "INSTALL"),
                        Map.entry("installingDone", "1"));
    }

    @Test
    void otherFilesTakeNothingFromWhatASandboxIsOwed() {
        assertThat(checkpoint.clearedForOtherFiles()).containsOnlyKeys("installingDone");
    }
}
