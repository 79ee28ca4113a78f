package dev.midori.preview.provision.step;

import dev.midori.preview.provision.job.Pipeline;
import dev.midori.preview.provision.job.Work;
import org.springframework.stereotype.Component;

/** The steps, in order. Each looks at the checkpoint and does only what is still to be done. */
@Component
class ProvisionPipeline implements Pipeline {
    private final CreateStep create;
    private final UploadStep upload;
    private final BuildSteps build;
    private final ServeStep serve;

    ProvisionPipeline(CreateStep create, UploadStep upload, BuildSteps build, ServeStep serve) {
        this.create = create;
        this.upload = upload;
        this.build = build;
        this.serve = serve;
    }

    @Override
    public void carryOut(Work work) {
        var place = create.findOrCreate(work);
        upload.upload(work, place);
        build.install(work, place);
        build.build(work, place);
        serve.serve(work, place);
    }
}
