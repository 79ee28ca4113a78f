package dev.midori.preview.provision.job;

/** Whether Daytona as a whole is out of order, as opposed to one sandbox of it. */
public interface Outage {
    /** While it is, no failure is a job's own. */
    boolean isOn();
}
