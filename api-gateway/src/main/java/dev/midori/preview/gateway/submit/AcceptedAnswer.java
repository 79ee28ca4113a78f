package dev.midori.preview.gateway.submit;

import java.util.List;

/** A preview that is on its way, and where to look for it. */
record AcceptedAnswer(
        String sandboxId, String status, boolean reused, List<String> logs, String statusUrl, String eventsUrl) {}
