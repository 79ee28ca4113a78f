/**
 * Machines in Linux namespaces. Each has a file system view, processes and a network of its own: bubblewrap makes the
 * first two, pasta (of passt) the third. What it runs is entered into these namespaces from outside, so nothing of this
 * server's lives inside.
 *
 * <p>The process at the root of a machine waits on a pipe from this server. When the pipe breaks, for whatever reason, it
 * ends, and the kernel ends everything else in its process namespace with it: a killed server leaves nothing running.
 *
 * <p>As root, each machine runs as a user of its own that exists nowhere else, so that neither files nor limits are shared.
 */
@NullMarked
package dev.midori.preview.localdaytona.machine.namespace;

import org.jspecify.annotations.NullMarked;
