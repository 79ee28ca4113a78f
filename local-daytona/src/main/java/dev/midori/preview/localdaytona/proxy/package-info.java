/**
 * Daytona's preview proxy: what a browser opens. It stands beside the API on a port of its own, because each preview has a
 * host name of its own.
 */
@NullMarked
package dev.midori.preview.localdaytona.proxy;

import org.jspecify.annotations.NullMarked;
