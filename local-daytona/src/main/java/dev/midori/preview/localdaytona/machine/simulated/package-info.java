/**
 * Machines in which nothing runs: commands take a time and end as they are told to. Nobody waits on a thread for that, so
 * there may be thousands.
 */
@NullMarked
package dev.midori.preview.localdaytona.machine.simulated;

import org.jspecify.annotations.NullMarked;
