package dev.midori.preview.daytona;

/**
 * How a command ended.
 *
 * @param exitCode -1 when it could not be started, with the reason as the result
 * @param result   what it wrote, standard output and error together
 */
public record ExecuteResponse(int exitCode, String result) {}
