/** A project comes in: checked, reserved, published, confirmed, and waited for where the caller wants that. */
@NullMarked
package dev.midori.preview.gateway.submit;

import org.jspecify.annotations.NullMarked;
