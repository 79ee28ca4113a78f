/** That what is written for whoever runs this says what the code says: manifests, images, alerts, dashboards and pages. */
@NullMarked
package dev.midori.preview.deployment;

import org.jspecify.annotations.NullMarked;
