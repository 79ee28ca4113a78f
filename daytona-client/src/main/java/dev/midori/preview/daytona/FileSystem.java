package dev.midori.preview.daytona;

import java.util.List;
import java.util.Optional;

/** The files of one sandbox. Paths are absolute or relative to the work directory; {@code ~} means nothing here. */
public interface FileSystem {
    /**
     * Writes all the files in one request, making folders as needed and replacing what is there. May be repeated.
     *
     * @throws DaytonaException.UploadFailed some could not be written; the others were
     */
    void upload(List<FileUpload> files);

    /** The content of a file; empty when there is none at that path. */
    Optional<byte[]> download(String path);

    /**
     * What a folder holds, one level deep.
     *
     * @throws DaytonaException.NotFound there is no such folder
     */
    List<FileInfo> list(String path);

    /** Makes the folder and those above it; one that exists already is fine. */
    void createFolder(String path);

    /**
     * Removes a file, or a folder if {@code recursive}.
     *
     * @return false when there was nothing to remove
     * @throws DaytonaException.Rejected the path is a folder and {@code recursive} is false
     */
    boolean delete(String path, boolean recursive);
}
