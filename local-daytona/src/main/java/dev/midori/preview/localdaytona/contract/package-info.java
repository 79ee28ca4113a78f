/**
 * Compares what is asked and answered with Daytona's published OpenAPI documents, for those who test a client, and for
 * this server's own tests. Off unless a folder with the documents is given.
 */
@NullMarked
package dev.midori.preview.localdaytona.contract;

import org.jspecify.annotations.NullMarked;
