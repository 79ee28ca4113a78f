package dev.midori.preview.daytona.http;

import dev.midori.preview.daytona.FileSystem;
import dev.midori.preview.daytona.Processes;
import dev.midori.preview.daytona.Toolbox;

/** One sandbox's toolbox over HTTP. */
final class HttpToolbox implements Toolbox {
    private final ToolboxCalls calls;
    private final FileSystem fs;
    private final Processes process;

    HttpToolbox(ToolboxCalls calls) {
        this.calls = calls;
        fs = new HttpFileSystem(calls);
        process = new HttpProcesses(calls);
    }

    @Override
    public FileSystem fs() {
        return fs;
    }

    @Override
    public Processes process() {
        return process;
    }

    @Override
    public boolean portInUse(int port) {
        var call = calls.call("look at a port of");
        return call.present(
                call.answer(() -> calls.api().portInUse(calls.address(), port)).isInUse());
    }
}
