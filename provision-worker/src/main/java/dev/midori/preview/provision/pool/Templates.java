package dev.midori.preview.provision.pool;

import dev.midori.preview.limits.PoolSettings;
import dev.midori.preview.limits.PreviewLimits;
import dev.midori.preview.provision.dependencies.DependencyCache;
import dev.midori.preview.sandbox.ProjectFile;
import dev.midori.preview.template.PoolTemplate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Which template a project is like: one with the same packages and the same dev command. All else are files. */
@Component
class Templates {
    private static final Logger log = LoggerFactory.getLogger(Templates.class);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<Known> known;
    private final DependencyCache dependencies;

    /** What a project must have in common with a template. */
    private record Likeness(String dependencies, String devCommand) {}

    private record Known(Likeness likeness, PoolTemplate template) {}

    @Autowired
    Templates(PoolSettings settings, PreviewLimits limits, DependencyCache dependencies) {
        this(PoolTemplate.all(settings, limits), dependencies);
    }

    Templates(List<PoolTemplate> all, DependencyCache dependencies) {
        this.dependencies = dependencies;
        this.known = all.stream().flatMap(template -> known(template).stream()).toList();
    }

    private Optional<Known> known(PoolTemplate template) {
        var likeness = likenessOf(template.files());
        if (likeness.isEmpty()) {
            log.atWarn()
                    .addKeyValue("template", template.name())
                    .log(
                            "no project can be like this template: what it installs can't be shared, or it has no dev script");
        }
        return likeness.map(found -> new Known(found, template));
    }

    boolean isEmpty() {
        return known.isEmpty();
    }

    /** The template that this project is like. */
    Optional<PoolTemplate> like(Collection<ProjectFile> project) {
        var likeness = likenessOf(project);
        return known.stream()
                .filter(one -> likeness.filter(one.likeness()::equals).isPresent())
                .map(Known::template)
                .findFirst();
    }

    private Optional<Likeness> likenessOf(Collection<ProjectFile> project) {
        return dependencies
                .keyOf(project)
                .flatMap(key -> devCommandOf(project).map(command -> new Likeness(key, command)));
    }

    private static Optional<String> devCommandOf(Collection<ProjectFile> project) {
        return project.stream()
                .filter(file -> file.path().equals("package.json"))
                .findFirst()
                .map(file -> devCommandIn(file.content()))
                .filter(command -> !command.isEmpty());
    }

    private static String devCommandIn(String packageJson) {
        try {
            return JSON.readTree(packageJson).path("scripts").path("dev").asString("");
        } catch (JacksonException _) {
            return "";
        }
    }
}
