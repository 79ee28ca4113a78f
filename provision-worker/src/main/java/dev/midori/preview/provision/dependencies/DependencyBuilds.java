package dev.midori.preview.provision.dependencies;

import dev.midori.preview.limits.DependencySettings;
import dev.midori.preview.provision.WorkerSettings;
import dev.midori.preview.provision.job.Departure;
import dev.midori.preview.provision.job.Handover;
import dev.midori.preview.provision.job.JobMeters;
import dev.midori.preview.provision.job.Outage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.stereotype.Component;

/**
 * The sets that this worker is going to build, one after another, while it has little else to do. They are held in memory
 * alone: what is lost with this process is wanted again by the next job that needs it.
 */
@Component
class DependencyBuilds implements InitializingBean, DisposableBean {
    private static final Logger log = LoggerFactory.getLogger(DependencyBuilds.class);

    /** Sets in memory, whose lock files may be as large as a project's largest file. */
    private static final int PLACES = 8;

    /** After this, a worker that is never idle builds while it is half idle. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LEAVING = Duration.ofSeconds(5);

    private final DependencyBuilder builder;
    private final DependencySettings settings;
    private final WorkerSettings worker;
    private final JobMeters jobs;
    private final Outage outage;
    private final Departure departure;
    private final Clock clock;
    private final Semaphore places = new Semaphore(PLACES);
    private final BlockingQueue<DependencySet> waiting = new LinkedBlockingQueue<>(PLACES);
    private final Thread thread = Thread.ofVirtual().name("dependency-builds").unstarted(this::buildAll);

    DependencyBuilds(
            DependencyBuilder builder,
            DependencySettings settings,
            WorkerSettings worker,
            JobMeters jobs,
            Outage outage,
            Departure departure,
            Clock clock) {
        this.builder = builder;
        this.settings = settings;
        this.worker = worker;
        this.jobs = jobs;
        this.outage = outage;
        this.departure = departure;
        this.clock = clock;
    }

    @Override
    public void afterPropertiesSet() {
        if (settings.enabled()) {
            thread.start();
        }
    }

    /** A build that is under way is left: its sandbox has a time to live, and its half-made snapshot is never used. */
    @Override
    public void destroy() throws InterruptedException {
        if (settings.enabled()) {
            thread.interrupt();
            thread.join(LEAVING);
        }
    }

    /** Whether one more set may be kept in memory. */
    boolean tryTakePlace() {
        return places.tryAcquire();
    }

    void giveBackPlace() {
        places.release();
    }

    /** A set that has a place. */
    void add(DependencySet set) {
        waiting.add(set);
    }

    private void buildAll() {
        try {
            while (true) {
                build(waiting.take());
            }
        } catch (InterruptedException | Handover _) {
            Thread.currentThread().interrupt();
        }
    }

    private void build(DependencySet set) throws InterruptedException {
        try {
            awaitCalm();
            builder.build(set);
        } catch (Handover leaving) {
            throw leaving;
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("set", set.key())
                    .setCause(e)
                    .log("dependencies not kept; the next job that needs them tries again");
        } finally {
            places.release();
        }
    }

    /** People's jobs come first. */
    private void awaitCalm() throws InterruptedException {
        var patient = clock.instant().plus(PATIENCE);
        while (outage.isOn() || jobs.inFlight() > mayBeInFlight(patient)) {
            departure.check();
            Thread.sleep(worker.poll());
        }
    }

    private int mayBeInFlight(Instant patient) {
        return clock.instant().isBefore(patient) ? 0 : worker.concurrency() / 2;
    }
}
