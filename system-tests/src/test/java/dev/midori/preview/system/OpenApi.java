package dev.midori.preview.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Where Daytona's OpenAPI documents are: beside the checkout, unless a property says another folder. */
final class OpenApi {
    private static final String PROPERTY = "midori.daytona-openapi";

    private OpenApi() {}

    /** Empty where they are nowhere: then nothing is compared with them. */
    static Optional<Path> folder() {
        var told = System.getProperty(PROPERTY);
        var folders = told == null
                ? Stream.iterate(Service.root(), folder -> folder != null, Path::getParent)
                        .map(folder -> folder.resolve("shared/daytona/openapi"))
                : Stream.of(Path.of(told));
        return folders.filter(folder -> Files.isReadable(folder.resolve("api.json")))
                .findFirst();
    }
}
