package dev.midori.preview.gateway.submit;

import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.ProjectId;
import java.util.List;

/**
 * A project that shall run, checked.
 *
 * @param replace whether the preview of another project has to give way
 * @param force   whether to try although the same files failed a moment ago
 */
record ProjectRequest(ProjectId project, List<ProjectFile> files, boolean replace, boolean force) {}
