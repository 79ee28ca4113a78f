package dev.midori.preview.provision;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is made of a project beside showing it.
 *
 * @param buildMode when {@code npm run build} runs
 */
@ConfigurationProperties("preview")
public record BuildSettings(@DefaultValue("before") BuildMode buildMode) {}
