package dev.midori.preview.localdaytona;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** Daytona on this machine. What it runs ends with it. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class LocalDaytonaApplication {
    public static void main(String[] arguments) {
        SpringApplication.run(LocalDaytonaApplication.class, arguments);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
