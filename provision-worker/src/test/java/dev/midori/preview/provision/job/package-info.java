@NullMarked
package dev.midori.preview.provision.job;

import org.jspecify.annotations.NullMarked;
