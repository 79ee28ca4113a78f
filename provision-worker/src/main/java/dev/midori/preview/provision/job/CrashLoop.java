package dev.midori.preview.provision.job;

/** Too many workers in turn fell silent with this job in hand: it may be what they die of. */
final class CrashLoop extends RuntimeException {
    private static final long serialVersionUID = 1;

    static final String CODE = "CRASH_LOOP";

    /** As many as a rollout that goes wrong may kill in a row, and no more. */
    private static final int MOST_SILENCES = 10;

    private CrashLoop(int silences) {
        super("%d workers in turn fell silent with this job in hand".formatted(silences));
    }

    /** @throws CrashLoop where nobody should try once more */
    static void check(Work work) {
        if (isSeen(work)) {
            throw new CrashLoop(silences(work));
        }
    }

    /** Whether nobody should try once more. */
    static boolean isSeen(Work work) {
        return silences(work) >= MOST_SILENCES;
    }

    private static int silences(Work work) {
        return work.checkpoint().get(Checkpoint.SILENCES).map(Integer::parseInt).orElse(0);
    }
}
