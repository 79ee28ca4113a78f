package dev.midori.preview.daytona;

/**
 * What a command has written.
 *
 * @param output both streams in the order in which Daytona noted their lines
 */
public record CommandLogs(String stdout, String stderr, String output) {}
