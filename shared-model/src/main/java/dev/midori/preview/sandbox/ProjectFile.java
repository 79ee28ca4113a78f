package dev.midori.preview.sandbox;

/**
 * One file of a project.
 *
 * @param path    relative and normalised, as {@link FilePaths} has it
 * @param content its text; may be empty
 */
public record ProjectFile(String path, String content) {}
