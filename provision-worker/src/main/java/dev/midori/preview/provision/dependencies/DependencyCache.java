package dev.midori.preview.provision.dependencies;

import dev.midori.preview.daytona.Toolbox;
import dev.midori.preview.daytona.http.DaytonaProperties;
import dev.midori.preview.limits.DependencySettings;
import dev.midori.preview.limits.SandboxSettings;
import dev.midori.preview.provision.job.Checkpoint;
import dev.midori.preview.provision.job.Work;
import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.state.DependencySets;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** What provisioning asks for: a snapshot with a project's packages, and whether they are really there. */
@Component
public class DependencyCache {
    private static final Logger log = LoggerFactory.getLogger(DependencyCache.class);

    private final DependencySets sets;
    private final DependencyBuilds builds;
    private final DependencySettings settings;
    private final DependencyMeters meters;
    private final String place;

    DependencyCache(
            DependencySets sets,
            DependencyBuilds builds,
            DependencySettings settings,
            SandboxSettings sandbox,
            DaytonaProperties daytona,
            DependencyMeters meters) {
        this.sets = sets;
        this.builds = builds;
        this.settings = settings;
        this.meters = meters;
        this.place = "%s %s %s".formatted(daytona.apiUrl(), daytona.target(), sandbox.language());
    }

    /** What one job needs. To be asked while its files are here, if they are still to be brought. */
    public JobDependencies of(Work work) {
        if (!settings.enabled() || isUploaded(work)) {
            return new JobDependencies(this, Optional.empty());
        }
        var set = DependencySet.of(work.wanted().files().all(), place);
        if (set.isEmpty()) {
            meters.used(DependencyMeters.Use.UNSHARED);
        }
        return new JobDependencies(this, set);
    }

    /**
     * Stands for what has to be installed for a project, whether any of it is kept or not: two projects with the same key
     * have the same packages. Empty where those can't be shared.
     */
    public Optional<String> keyOf(Collection<ProjectFile> files) {
        return DependencySet.of(files, place).map(DependencySet::key);
    }

    private static boolean isUploaded(Work work) {
        return work.checkpoint().get(Checkpoint.UPLOADED_AT).isPresent()
                && work.checkpoint()
                        .get(Checkpoint.FILES_REVISION)
                        .equals(Optional.of(Long.toString(work.wanted().revision())));
    }

    /** A job goes on without, where state can't be asked. */
    DependencySets.Answer ask(DependencySet set) {
        try {
            var answer = sets.ask(set.key());
            meters.used(
                    answer instanceof DependencySets.Answer.Ready
                            ? DependencyMeters.Use.FOUND
                            : DependencyMeters.Use.MISSING);
            return answer;
        } catch (DataAccessException e) {
            log.atDebug().setCause(e).log("nobody knows whether packages are kept; they are installed");
            return new DependencySets.Answer.Later();
        }
    }

    /** Whether so many jobs have wanted it that it shall be built. */
    boolean isWorthBuilding(int asked) {
        return asked >= settings.uses();
    }

    DependencyBuilds builds() {
        return builds;
    }

    /**
     * Whether the sandbox, which was made from a snapshot, has the very set that its project's files need. Whatever is not
     * as it should be means no.
     */
    public boolean areInstalled(Work work, Toolbox toolbox) {
        var wanted = work.checkpoint().get(Checkpoint.DEPENDENCY_SET);
        if (wanted.isEmpty()
                || work.checkpoint().get(Checkpoint.DEPENDENCY_SNAPSHOT).isEmpty()) {
            return false;
        }
        var there =
                toolbox.fs().download(Installation.MARKER).map(marker -> new String(marker, StandardCharsets.UTF_8));
        if (!there.equals(wanted)) {
            meters.used(DependencyMeters.Use.STALE);
            return false;
        }
        return true;
    }

    /** No sandbox could be made from that snapshot of the set. */
    public void refused(Work work) {
        var set = work.checkpoint().get(Checkpoint.DEPENDENCY_SET);
        var snapshot = work.checkpoint().get(Checkpoint.DEPENDENCY_SNAPSHOT);
        if (set.isEmpty() || snapshot.isEmpty()) {
            return;
        }
        meters.used(DependencyMeters.Use.REFUSED);
        log.atWarn()
                .addKeyValue("sandboxId", work.id())
                .addKeyValue("snapshot", snapshot.get())
                .log("no sandbox could be made from a snapshot of dependencies; it is used no more");
        try {
            sets.gone(set.get(), snapshot.get());
        } catch (DataAccessException e) {
            log.atDebug().setCause(e).log("the next job that wants it finds out for itself");
        }
    }
}
