package dev.midori.preview.localdaytona.machine.simulated;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How long things take in simulated machines, where a project doesn't say so itself.
 *
 * @param start       until a sandbox is started
 * @param command     a command of any other kind
 * @param install     {@code npm install}
 * @param build       {@code npm run build}
 * @param serve       from the start of the dev server until its page answers
 * @param keepContent bytes of files that each machine keeps as they were written; of the rest it knows the size only
 * @param keepInAll   what all machines together keep of files above 4 KB; the same content counts once
 */
@ConfigurationProperties("local-daytona.simulation")
public record SimulationSettings(
        @Nullable Times start,
        @Nullable Times command,
        @Nullable Times install,
        @Nullable Times build,
        @Nullable Times serve,
        @DefaultValue("65536") int keepContent,
        @DefaultValue("128MB") DataSize keepInAll) {
    private static final Distribution BLINK = new Distribution.Uniform(Duration.ofMillis(20), Duration.ofMillis(60));

    Distribution ofStart() {
        return start == null ? BLINK : start.distribution();
    }

    Distribution of(Kind kind) {
        var own = switch (kind) {
            case INSTALL -> install;
            case BUILD -> build;
            case SERVE -> serve;
            case OTHER -> command;
        };
        return own == null ? BLINK : own.distribution();
    }

    /** What a command is for, as far as a simulation has to know. */
    enum Kind {
        INSTALL,
        BUILD,
        /** Never ends by itself; listens as soon as its time is over. */
        SERVE,
        OTHER;

        static Kind of(String command) {
            if (command.contains("npm install") || command.contains("npm ci")) {
                return INSTALL;
            }
            if (command.contains("npm run build")) {
                return BUILD;
            }
            return command.contains("npm run dev") ? SERVE : OTHER;
        }
    }
}
