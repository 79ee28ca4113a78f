package dev.midori.preview.gateway.submit;

import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.ProjectId;
import java.util.List;

/**
 * A project that shall run, checked.
 *
 * @param replace whether the preview of another project has to give way
 */
record ProjectRequest(ProjectId project, List<ProjectFile> files, boolean replace) {}
