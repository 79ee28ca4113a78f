package dev.midori.preview.localdaytona.toolbox;

import dev.midori.preview.localdaytona.machine.GuestFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.springframework.web.util.UriUtils;
import tools.jackson.databind.json.JsonMapper;

/** Files as the parts of a form, written as they come. */
final class DownloadForm {
    private final String boundary = "daytona-" + UUID.randomUUID();
    private final OutputStream out;

    DownloadForm(OutputStream out) {
        this.out = out;
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    void file(String path, GuestFiles.Opened file) throws IOException {
        begin("file", path, "application/octet-stream", file.size());
        file.content().transferTo(out);
        write("\r\n");
    }

    void error(String path, Map<String, Object> problem) throws IOException {
        var json = JsonMapper.shared().writeValueAsBytes(problem);
        begin("error", path, "application/json", json.length);
        out.write(json);
        write("\r\n");
    }

    private void begin(String name, String path, String type, long length) throws IOException {
        write("--%s\r\nContent-Disposition: form-data; name=\"%s\"; %s\r\n".formatted(boundary, name, filename(path)));
        write("Content-Type: %s\r\nContent-Length: %d\r\n\r\n".formatted(type, length));
    }

    /** Readers take the plain form for Latin-1; whatever is beyond it comes as RFC 8187 says. */
    private static String filename(String path) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(path)
                ? "filename=\"%s\"".formatted(escaped(path))
                : "filename*=UTF-8''" + UriUtils.encode(path, StandardCharsets.UTF_8);
    }

    /** As Go's library does it. */
    private static String escaped(String path) {
        return path.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\r", "%0D")
                .replace("\n", "%0A");
    }

    void end() throws IOException {
        write("--%s--\r\n".formatted(boundary));
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
