package dev.midori.preview.gateway.caller;

import dev.midori.preview.sandbox.UserId;

/**
 * Whoever a request comes from.
 *
 * @param admin whether operators' calls are allowed too
 */
public record Caller(UserId user, boolean admin) {}
