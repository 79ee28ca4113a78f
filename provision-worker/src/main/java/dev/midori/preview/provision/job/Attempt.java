package dev.midori.preview.provision.job;

import dev.midori.preview.state.Jobs;
import java.util.function.BooleanSupplier;

/**
 * One delivery as its handler sees it.
 *
 * @param copy      which copy of the command it is
 * @param number    of the attempt, from 1
 * @param connected whether the delivery is still ours: once its channel is closed, the broker gives it to somebody else
 */
public record Attempt(Jobs.Copy copy, int number, BooleanSupplier connected) {}
