package dev.midori.preview.provision.step;

import dev.midori.preview.daytona.FileUpload;
import dev.midori.preview.provision.job.Checkpoint;
import dev.midori.preview.provision.job.Work;
import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.sandbox.Step;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Puts the project's files into the sandbox in one request. May run twice: the same files are written again. */
@Component
class UploadStep {
    void upload(Work work, Place place) {
        if (work.checkpoint().get(Checkpoint.UPLOADED_AT).isPresent()) {
            return;
        }
        work.store(Step.UPLOADING, Map.of());
        place.toolbox()
                .fs()
                .upload(work.command().files().stream().map(UploadStep::upload).toList());
        work.store(
                Step.UPLOADING,
                Map.of(Checkpoint.UPLOADED_AT, Long.toString(work.now().toEpochMilli())));
    }

    private static FileUpload upload(ProjectFile file) {
        return new FileUpload(
                Place.PROJECT_FOLDER + "/" + file.path(), file.content().getBytes(StandardCharsets.UTF_8));
    }
}
