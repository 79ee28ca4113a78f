package dev.midori.preview.provision.job;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
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

    /** When the build beside the preview began: it has its time for itself. */
    public static final String BESIDE_BEGUN_AT = "besideBegunAt";

    /** How the build stands that is made beside the preview. Redis's scripts write it. */
    public static final String BUILD = "build";

    /** When the dev server was started. */
    public static final String SERVER_BEGUN_AT = "serverBegunAt";

    /** Whatever limits a step's time by when it began. The sandbox's own creation has to be answered in its first time. */
    private static final List<String> BEGINNINGS = List.of(BUILD_BEGUN_AT, BESIDE_BEGUN_AT, SERVER_BEGUN_AT);

    /** The revision of the project's files that the fields of upload, install, build and start are about. */
    public static final String FILES_REVISION = "filesRevision";

    /** Intent: what files that are written, or are about to be, need beyond that. */
    public static final String REBUILD_OWED = "rebuildOwed";

    /** Intent: files may be in the sandbox from then on. */
    public static final String FILES_BEGUN_AT = "filesBegunAt";

    /** Intent: the snapshot that the sandbox is made from. */
    public static final String DEPENDENCY_SNAPSHOT = "dependencySnapshot";

    /** Stands for what has to be installed for the files of {@link #FILES_REVISION}. */
    public static final String DEPENDENCY_SET = "dependencySet";

    /** No sandbox of this job could be made from a snapshot; it is no step's, so that beginning anew doesn't forget it. */
    public static final String DEPENDENCIES_REFUSED = "dependenciesRefused";

    /** Intent: the sandbox of the warm pool that this job is to have, and had if it has one. Redis's scripts read it too. */
    public static final String POOL_DONOR = "poolDonor";

    /** The sandbox came from the warm pool, and carries this job's labels. */
    public static final String POOLED = "pooled";

    /** Of the replay that began this run; Redis's scripts write it. */
    static final String REPLAY_ID = "replayId";

    /** How many holders in turn fell silent; Redis's scripts write it. */
    static final String SILENCES = "silences";

    /** Fields of the record that are the job's own, and not ours to clear. */
    private static final Pattern STEP_FIELDS = Pattern.compile(
            "daytonaId|uploadedAt|filesRevision|dependencySet|dependencySnapshot|poolDonor|pooled|rebuildOwed"
                    + "|\\w+BegunAt|\\w+(Session|Command|Followed|Done)");

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

    /** The times at which steps began, emptied: the next attempt has its whole time. */
    Map<String, String> clearedBeginnings() {
        return BEGINNINGS.stream()
                .filter(field -> get(field).isPresent())
                .collect(Collectors.toMap(Function.identity(), _ -> ""));
    }

    /** Every step's fields, emptied. */
    Map<String, String> cleared() {
        return fields.keySet().stream()
                .filter(STEP_FIELDS.asMatchPredicate())
                .collect(Collectors.toMap(Function.identity(), _ -> "", (a, _) -> a, HashMap::new));
    }

    /** The fields of whatever depends on the files, emptied: the sandbox, and what may be in it and is owed to it, remain. */
    public Map<String, String> clearedForOtherFiles() {
        var cleared = cleared();
        cleared.keySet()
                .removeAll(List.of(
                        CREATE_BEGUN_AT,
                        DAYTONA_ID,
                        FILES_BEGUN_AT,
                        REBUILD_OWED,
                        DEPENDENCY_SNAPSHOT,
                        POOL_DONOR,
                        POOLED));
        return cleared;
    }

    /** Every step's fields as they are, for a record that was lost. */
    Map<String, String> steps() {
        return fields.entrySet().stream()
                .filter(field -> STEP_FIELDS.matcher(field.getKey()).matches())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    void put(Map<String, String> more) {
        fields.putAll(more);
    }
}
