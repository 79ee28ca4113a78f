package dev.midori.preview.daytona;

/** Which command of which session. */
public record CommandRef(String sessionId, String commandId) {}
