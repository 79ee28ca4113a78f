package dev.midori.preview.daytona;

/**
 * One entry of a folder.
 *
 * @param size in bytes
 */
public record FileInfo(String name, boolean isDirectory, long size) {}
