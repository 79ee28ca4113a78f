/**
 * Daytona as this system sees it: a port with the few calls that provisioning and clean-up make, in the words of
 * Daytona's own SDKs. Everything blocks and is meant for virtual threads; everything may be called from many at once.
 *
 * <p>An expected "no" is a value: {@link java.util.Optional}, a boolean, {@link dev.midori.preview.daytona.Deletion}.
 * Everything else that can go wrong is a {@link dev.midori.preview.daytona.DaytonaException}, split by what the caller
 * can do about it. Nothing here is repeated by itself: whoever calls knows whether that is safe.
 */
@NullMarked
package dev.midori.preview.daytona;

import org.jspecify.annotations.NullMarked;
