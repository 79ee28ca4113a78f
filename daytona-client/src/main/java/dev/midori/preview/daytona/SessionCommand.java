package dev.midori.preview.daytona;

/** One command of a session. */
public record SessionCommand(CommandRef ref, String command, CommandState state) {}
