@NullMarked
package dev.midori.preview.gateway.deadletters;

import org.jspecify.annotations.NullMarked;
