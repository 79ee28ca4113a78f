/** Live state as each service needs it: reservations, jobs, endings and liveness, one small interface each. */
@NullMarked
package dev.midori.preview.state;

import org.jspecify.annotations.NullMarked;
