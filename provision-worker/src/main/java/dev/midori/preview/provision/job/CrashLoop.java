package dev.midori.preview.provision.job;

/** Too many workers in turn fell silent with this job in hand: it may be what they die of. */
final class CrashLoop extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** As many as a rollout that goes wrong may kill in a row, and no more. */
    private static final int MOST_SILENCES = 10;

    private CrashLoop(int silences) {
        super("%d workers in turn fell silent with this job in hand".formatted(silences));
    }

    /** @throws CrashLoop where nobody should try once more */
    static void check(Work work) {
        var silences = work.checkpoint()
                .get(Checkpoint.SILENCES)
                .map(Integer::parseInt)
                .orElse(0);
        if (silences >= MOST_SILENCES) {
            throw new CrashLoop(silences);
        }
    }
}
