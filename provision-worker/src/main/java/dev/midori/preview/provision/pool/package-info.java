/**
 * Sandboxes that run a template while they wait for somebody's project. A job that fits one has it handed over, in steps of
 * which each may be repeated and none leaves a sandbox that nobody knows of:
 *
 * <ol>
 *   <li>The job's record names the one that it means to have.
 *   <li>The record of that one says whose it is, once and for ever, and its slot is free.
 *   <li>The job's record has Daytona's id and the dev server's session.
 *   <li>Daytona's labels say whose it is.
 *   <li>The job's files come, as to a preview that runs.
 * </ol>
 *
 * <p>Whoever stops the job meanwhile finds the sandbox by the name in its record. Whatever goes wrong, the job has one made.
 */
@NullMarked
package dev.midori.preview.provision.pool;

import org.jspecify.annotations.NullMarked;
