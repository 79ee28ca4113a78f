package dev.midori.preview.provision.job;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is stored of a job, by this holder and by those before it. Confined to the job's thread. */
public final class Checkpoint {
    /** Intent: a create was begun at Daytona then, answered or not. Redis's scripts read it too. */
    public static final String CREATE_BEGUN_AT = "createBegunAt";

    /** Daytona's own id. Redis's scripts read it too. */
    public static final String DAYTONA_ID = "daytonaId";

    /** When every file had been uploaded. */
    public static final String UPLOADED_AT = "uploadedAt";

    /** When install and build began: their ten minutes count from it, whoever goes on. */
    public static final String BUILD_BEGUN_AT = "buildBegunAt";

    /** When the dev server was started. */
    public static final String SERVER_BEGUN_AT = "serverBegunAt";

    /** Fields of the record that are the job's own, and not ours to clear. */
    private static final Pattern STEP_FIELDS =
            Pattern.compile("daytonaId|uploadedAt|\\w+BegunAt|\\w+(Session|Command|Done)");

    private final Map<String, String> fields;

    Checkpoint(Map<String, String> fields) {
        this.fields = new HashMap<>(fields);
    }

    /** What is stored; empty where nothing is, or where it was cleared. */
    public Optional<String> get(String field) {
        return Optional.ofNullable(fields.get(field)).filter(value -> !value.isEmpty());
    }

    /** A time that is stored. */
    public Optional<Instant> time(String field) {
        return get(field).map(Long::parseLong).map(Instant::ofEpochMilli);
    }

    /** Every step's fields, emptied. */
    Map<String, String> cleared() {
        return fields.keySet().stream()
                .filter(STEP_FIELDS.asMatchPredicate())
                .collect(Collectors.toMap(Function.identity(), _ -> "", (a, _) -> a, HashMap::new));
    }

    void put(Map<String, String> more) {
        fields.putAll(more);
    }
}
