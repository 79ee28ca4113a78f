package dev.midori.preview.provision.job;

import dev.midori.preview.sandbox.Owner;
import java.time.Instant;

/**
 * What somebody wants to be shown.
 *
 * @param since    when it was asked for
 * @param revision of the project's files
 */
public record Wanted(Owner owner, Instant since, long revision, HeldFiles files) {}
