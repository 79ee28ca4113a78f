package dev.midori.preview.template;

import dev.midori.preview.command.ContentHash;
import dev.midori.preview.limits.PoolSettings;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.sandbox.FilePaths;
import dev.midori.preview.sandbox.PoolSlot;
import dev.midori.preview.sandbox.ProjectFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A project that waits in sandboxes.
 *
 * @param size        how many of them
 * @param contentHash of the files: what waits with other files is of no use
 */
public record PoolTemplate(String name, int size, List<ProjectFile> files, String contentHash) {
    private static final JsonMapper JSON = JsonMapper.shared();

    public PoolTemplate {
        files = List.copyOf(files);
    }

    /** Of these files. */
    public PoolTemplate(String name, int size, List<ProjectFile> files) {
        this(name, size, files, ContentHash.of(files));
    }

    /** All of them, read when a service starts; none where the pool is switched off. */
    public static List<PoolTemplate> all(PoolSettings settings, PreviewLimits limits) {
        return settings.enabled()
                ? settings.templates().stream().map(one -> read(one, limits)).toList()
                : List.of();
    }

    /** Where its sandboxes wait. */
    public Stream<PoolSlot> slots() {
        return IntStream.range(0, size).mapToObj(number -> new PoolSlot(name, number));
    }

    private static PoolTemplate read(PoolSettings.Template template, PreviewLimits limits) {
        try (var in = template.project().getInputStream()) {
            return new PoolTemplate(template.name(), template.size(), check(filesOf(in.readAllBytes()), limits));
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "preview.pool.templates: the project of '%s' can't be read from %s: %s"
                            .formatted(template.name(), template.project(), e.getMessage()),
                    e);
        }
    }

    private static List<ProjectFile> filesOf(byte[] json) {
        return JSON.readTree(json)
                .path("files")
                .valueStream()
                .map(file -> new ProjectFile(
                        file.path("path").asString(""), file.path("content").asString("")))
                .toList();
    }

    /** What the gateway asks of people's projects. */
    private static List<ProjectFile> check(List<ProjectFile> files, PreviewLimits limits) {
        var paths = files.stream().map(ProjectFile::path).toList();
        require(!files.isEmpty() && files.size() <= limits.maxFiles(), "it has too many files, or none");
        require(paths.stream().allMatch(path -> FilePaths.problemWith(path).isEmpty()), "a path is not allowed");
        require(FilePaths.clash(paths).isEmpty(), "a path is there twice, or inside a file");
        var longest = files.stream().mapToLong(PoolTemplate::sizeOf).max().orElse(0);
        require(longest <= limits.maxFileSize().toBytes(), "a file is larger than preview.limits.max-file-size");
        var whole = files.stream().mapToLong(PoolTemplate::sizeOf).sum();
        require(whole <= limits.maxProjectSize().toBytes(), "it is larger than preview.limits.max-project-size");
        return files;
    }

    private static long sizeOf(ProjectFile file) {
        return file.content().getBytes(StandardCharsets.UTF_8).length;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
