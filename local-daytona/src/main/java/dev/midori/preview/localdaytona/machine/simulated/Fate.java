package dev.midori.preview.localdaytona.machine.simulated;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a command of a project ends, as the project's own {@code simulation.json} says: an object with members
 * {@code install}, {@code build} and {@code serve}.
 *
 * @param millis   how long it takes; as the settings say where null
 * @param exitCode how it ends; 0, or never for a dev server, where null
 * @param output   what it prints before it ends
 * @param times    how often it ends like this before it goes well; always where null
 */
record Fate(
        @Nullable Long millis,
        @Nullable Integer exitCode,
        @Nullable String output,
        @Nullable Integer times) {
    /** The file that holds them. */
    static final String FILE = "simulation.json";

    static final Fate USUAL = new Fate(null, null, null, null);

    private static final JsonMapper JSON = JsonMapper.shared();

    /** The fate of that kind of command; empty where the file says nothing of it, or is no such file. */
    static Optional<Fate> of(SimulationSettings.Kind kind, byte[] file) {
        try {
            var all = JSON.readValue(file, new TypeReference<Map<String, Fate>>() {});
            return Optional.ofNullable(all.get(kind.name().toLowerCase(Locale.ROOT)));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }
}
