package dev.midori.preview.daytona.http;

import dev.midori.preview.daytona.FileInfo;
import dev.midori.preview.daytona.FileSystem;
import dev.midori.preview.daytona.FileUpload;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** One sandbox's files over HTTP. */
final class HttpFileSystem implements FileSystem {
    private final ToolboxCalls calls;

    HttpFileSystem(ToolboxCalls calls) {
        this.calls = calls;
    }

    @Override
    public void upload(List<FileUpload> files) {
        if (files.isEmpty()) {
            return;
        }
        var call = calls.uploadCall();
        call.send(() -> {
            try {
                calls.api().upload(calls.address(), UploadForm.of(files));
            } catch (Refusal refusal) {
                throw UploadForm.partial(call, files, refusal).orElseThrow(() -> refusal);
            }
        });
    }

    @Override
    public Optional<byte[]> download(String path) {
        return calls.call("download from").find(() -> {
            var content = calls.api().download(calls.address(), path);
            return content == null ? new byte[0] : content;
        });
    }

    @Override
    public List<FileInfo> list(String path) {
        var call = calls.call("list files of");
        return call.answer(() -> calls.api().list(calls.address(), path)).stream()
                .map(file -> new FileInfo(
                        call.present(file.name()),
                        Boolean.TRUE.equals(file.isDir()),
                        Objects.requireNonNullElse(file.size(), 0L)))
                .toList();
    }

    @Override
    public void createFolder(String path) {
        calls.call("make a folder in").send(() -> calls.api().createFolder(calls.address(), path));
    }

    @Override
    public boolean delete(String path, boolean recursive) {
        return calls.call("delete files of")
                .sendUnless(404, () -> calls.api().delete(calls.address(), path, recursive));
    }
}
