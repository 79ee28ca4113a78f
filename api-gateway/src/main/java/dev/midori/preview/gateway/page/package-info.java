/** The pages that people try the service on. */
@NullMarked
package dev.midori.preview.gateway.page;

import org.jspecify.annotations.NullMarked;
