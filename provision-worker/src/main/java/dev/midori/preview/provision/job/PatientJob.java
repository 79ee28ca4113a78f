package dev.midori.preview.provision.job;

import dev.midori.preview.sandbox.Build;
import dev.midori.preview.sandbox.Failure;
import dev.midori.preview.sandbox.PreviewLink;
import dev.midori.preview.sandbox.SandboxId;
import dev.midori.preview.sandbox.Step;
import dev.midori.preview.state.Job;
import java.util.Map;

/** A held job whose holder waits while Redis is away: nothing fails because state can't be written for a while. */
final class PatientJob implements Job {
    private final Job job;
    private final Patience patience;

    PatientJob(Job job, Patience patience) {
        this.job = job;
        this.patience = patience;
    }

    @Override
    public SandboxId id() {
        return job.id();
    }

    @Override
    public long epoch() {
        return job.epoch();
    }

    @Override
    public Map<String, String> checkpoint() {
        return job.checkpoint();
    }

    @Override
    public void renew() {
        patience.with(job::renew);
    }

    @Override
    public void record(Step step, Map<String, String> fields) {
        patience.with(() -> job.record(step, fields));
    }

    @Override
    public void log(Step step, String text, Map<String, String> fields) {
        patience.with(() -> job.log(step, text, fields));
    }

    @Override
    public void run(String daytonaId, PreviewLink link) {
        patience.with(() -> job.run(daytonaId, link));
    }

    @Override
    public void applied(long revision) {
        patience.with(() -> job.applied(revision));
    }

    @Override
    public void runAndBuild(String daytonaId, PreviewLink link) {
        patience.with(() -> job.runAndBuild(daytonaId, link));
    }

    @Override
    public void appliedAndBuild(long revision) {
        patience.with(() -> job.appliedAndBuild(revision));
    }

    @Override
    public void built(Build build) {
        patience.with(() -> job.built(build));
    }

    @Override
    public void fail(Failure failure) {
        patience.with(() -> job.fail(failure));
    }

    @Override
    public void fail(Failure failure, String contentHash) {
        patience.with(() -> job.fail(failure, contentHash));
    }

    @Override
    public void release() {
        patience.with(job::release);
    }
}
