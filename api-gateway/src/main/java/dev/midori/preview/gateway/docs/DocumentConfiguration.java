package dev.midori.preview.gateway.docs;

import dev.midori.preview.gateway.caller.Caller;
import dev.midori.preview.gateway.problem.Code;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Adds to what the controllers say of themselves what is the same for all of them: how they refuse. */
@Configuration(proxyBeanMethods = false)
class DocumentConfiguration implements WebMvcConfigurer {
    private static final String PROBLEM = "Problem";
    private static final String PROBLEM_JSON = "application/problem+json";
    private static final Pattern FOR_OPERATORS =
            Pattern.compile("^/api/preview/(ops|cleanup|dead-letters)|/(stats|cleanup)$");

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addRedirectViewController("/docs/", "/docs");
        registry.addViewController("/docs").setViewName("forward:/docs/index.html");
    }

    @Bean
    OpenAPI description() {
        return new OpenAPI()
                .info(new Info()
                        .title("Midori Preview")
                        .version("1")
                        .description("Starts previews of generated web projects, keeps them while somebody looks, and"
                                + " removes them when nobody does."));
    }

    @Bean
    OpenApiCustomizer problems() {
        return document -> {
            var components = document.getComponents() == null ? new Components() : document.getComponents();
            components.addSchemas(PROBLEM, problem());
            for (var code : Code.values()) {
                components.addExamples(code.name(), new Example().value(example(code)));
            }
            document.components(components);
            document.getPaths()
                    .forEach((path, calls) -> calls.readOperations().forEach(operation -> {
                        addProblems(operation);
                        operation.setTags(List.of(groupOf(path)));
                    }));
        };
    }

    /** By whom it is for, instead of by the class that answers. */
    private static String groupOf(String path) {
        return FOR_OPERATORS.matcher(path).find() ? "For operators" : "Previews";
    }

    private static void addProblems(Operation operation) {
        var content = new MediaType().schema(new Schema<>().$ref(PROBLEM));
        for (var code : Code.values()) {
            content.addExamples(code.name(), new Example().$ref("#/components/examples/" + code.name()));
        }
        operation
                .getResponses()
                .addApiResponse(
                        "default",
                        new ApiResponse()
                                .description("A refusal or a failure, with its code.")
                                .content(new Content().addMediaType(PROBLEM_JSON, content)));
    }

    private static Schema<?> problem() {
        var problem = new ObjectSchema();
        problem.setDescription("RFC 9457, and the fields that the frontends read.");
        problem.addProperty("type", new StringSchema());
        problem.addProperty("title", new StringSchema());
        problem.addProperty("status", new IntegerSchema());
        problem.addProperty("detail", new StringSchema());
        problem.addProperty("error", new StringSchema().description("one sentence"));
        problem.addProperty("code", new StringSchema().description("what programs read"));
        problem.addProperty("hint", new StringSchema().description("what the caller can do"));
        problem.addProperty("retryAfter", new IntegerSchema().description("seconds, as in the header of that name"));
        problem.setRequired(List.of("type", "title", "status", "detail", "error", "code", "hint"));
        return problem;
    }

    private static Map<String, Object> example(Code code) {
        var words = code.name().replace('_', ' ').toLowerCase(Locale.ROOT);
        var error = Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
        var example = new LinkedHashMap<String, Object>();
        example.put("type", "about:blank");
        example.put("title", code.status().getReasonPhrase());
        example.put("status", code.status().value());
        example.put("detail", error);
        example.put("error", error);
        example.put("code", code.name());
        example.put("hint", "What to do about it.");
        if (code.status().value() == 429 || code.status().value() == 503) {
            example.put("retryAfter", 5);
        }
        return example;
    }
}
