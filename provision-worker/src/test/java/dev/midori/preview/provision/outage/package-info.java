@NullMarked
package dev.midori.preview.provision.outage;

import org.jspecify.annotations.NullMarked;
