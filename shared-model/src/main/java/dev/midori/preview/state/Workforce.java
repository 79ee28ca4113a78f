package dev.midori.preview.state;

import java.util.List;

/** The workers that there are, by what they say of themselves. Nothing is decided by it: it is for people to look at. */
public interface Workforce {
    /** Takes the place of this worker's report before. One that is not renewed for half a minute is forgotten. */
    void report(WorkerReport report);

    /** A worker has gone in good order. */
    void gone(String name);

    /** The newest report of each worker that was heard of lately, by name. */
    List<WorkerReport> present();
}
