package dev.midori.preview.provision.job;

import dev.midori.preview.state.HoldLost;
import dev.midori.preview.state.Job;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Renews a job's lease while one of its steps waits for Daytona for longer than the lease is. */
final class LeaseKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LeaseKeeper.class);

    private final Thread thread;

    private LeaseKeeper(Thread thread) {
        this.thread = thread;
    }

    /** Renews three times within each lease until closed, or until the job is no longer ours. */
    static LeaseKeeper of(Job job, Duration lease) {
        return new LeaseKeeper(Thread.ofVirtual().name("lease-" + job.id()).start(() -> keep(job, lease.dividedBy(3))));
    }

    private static void keep(Job job, Duration interval) {
        try {
            while (true) {
                Thread.sleep(interval);
                renew(job);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (HoldLost _) {
            log.atDebug().addKeyValue("sandboxId", job.id()).log("job is no longer held; its next step will see it");
        }
    }

    /** A renewal may come late: only a higher epoch or an end is final. */
    private static void renew(Job job) {
        try {
            job.renew();
        } catch (DataAccessException e) {
            log.atWarn().addKeyValue("sandboxId", job.id()).setCause(e).log("lease not renewed; trying again");
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
