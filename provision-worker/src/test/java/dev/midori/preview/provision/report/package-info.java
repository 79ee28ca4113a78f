@NullMarked
package dev.midori.preview.provision.report;

import org.jspecify.annotations.NullMarked;
