package dev.midori.preview.localdaytona;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Daytona on this machine. What it runs ends with it. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class LocalDaytonaApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(LocalDaytonaApplication.class, arguments);
    }
}
