/** What a worker tells operators of itself. */
@NullMarked
package dev.midori.preview.provision.report;

import org.jspecify.annotations.NullMarked;
