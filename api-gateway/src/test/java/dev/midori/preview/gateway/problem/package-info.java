@NullMarked
package dev.midori.preview.gateway.problem;

import org.jspecify.annotations.NullMarked;
