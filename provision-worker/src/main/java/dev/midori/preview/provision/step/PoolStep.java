package dev.midori.preview.provision.step;

import dev.midori.preview.daytona.Daytona;
import dev.midori.preview.daytona.DaytonaException;
import dev.midori.preview.provision.job.Checkpoint;
import dev.midori.preview.provision.job.StepFailed;
import dev.midori.preview.provision.job.Work;
import dev.midori.preview.provision.pool.WarmPool;
import dev.midori.preview.sandbox.PreviewLink;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * A project in a sandbox that waited for one. Whatever goes wrong there that need not be the project's fault is seen as the
 * sandbox's: the job then has one made, in which it is seen whose fault it was.
 */
@Component
class PoolStep {
    private final WarmPool pool;
    private final Daytona daytona;
    private final LiveUpdate live;
    private final ServeStep serve;

    PoolStep(WarmPool pool, Daytona daytona, LiveUpdate live, ServeStep serve) {
        this.pool = pool;
        this.daytona = daytona;
        this.live = live;
        this.serve = serve;
    }

    /** A sandbox that was claimed, and how its owner's browser gets there. */
    record Claimed(Place place, PreviewLink link) {}

    /** One whose page answers now, unless somebody has begun to change its files already. */
    Optional<Claimed> claim(Work work) {
        return pool.claim(work).flatMap(there -> {
            var place = new Place(there.id(), daytona.toolbox(there));
            return check(work, place);
        });
    }

    private Optional<Claimed> check(Work work, Place place) {
        try {
            var link = serve.linkTo(place);
            if (isBegun(work) || serve.answers(link)) {
                return Optional.of(new Claimed(place, link));
            }
        } catch (DaytonaException.NotFound | DaytonaException.Rejected _) {
            // It has gone.
        }
        pool.discard(work);
        return Optional.empty();
    }

    private static boolean isBegun(Work work) {
        return work.checkpoint().get(Checkpoint.FILES_REVISION).isPresent();
    }

    /** The project's files in the place of the template's; false where it was of no use. */
    boolean bring(Work work, Claimed claimed) {
        try {
            if (live.replaceTemplate(work, claimed.place())) {
                return true;
            }
        } catch (StepFailed _) {
            // Said by whoever begins anew.
        }
        pool.discard(work);
        return false;
    }

    /** Up to the moment at which the project's page answers; false where it didn't. */
    boolean serve(Work work, Claimed claimed) {
        try {
            serve.serve(work, claimed.place(), claimed.link());
            pool.shown(work);
            return true;
        } catch (StepFailed _) {
            pool.discard(work);
            return false;
        }
    }
}
