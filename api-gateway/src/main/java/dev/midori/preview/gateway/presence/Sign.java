package dev.midori.preview.gateway.presence;

import java.time.Duration;

/**
 * Something that was seen of an owner.
 *
 * @param word    what it was, as state tells it later
 * @param grant   how long it alone keeps the preview
 * @param visible whether the page was in sight
 */
public record Sign(String word, Duration grant, boolean visible) {}
