package dev.midori.preview.localdaytona.contract;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whether requests and answers are compared with Daytona's documents.
 *
 * @param dir the folder with {@code api.json} and {@code toolbox.json}; nothing is compared where null
 */
@ConfigurationProperties("local-daytona.contract")
record ContractSettings(@Nullable Path dir) {}
