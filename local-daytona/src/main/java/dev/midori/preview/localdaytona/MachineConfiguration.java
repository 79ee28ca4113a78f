package dev.midori.preview.localdaytona;

import dev.midori.preview.localdaytona.machine.Machines;
import dev.midori.preview.localdaytona.machine.namespace.Limits;
import dev.midori.preview.localdaytona.machine.namespace.NamespaceMachines;
import dev.midori.preview.localdaytona.machine.process.ProcessMachines;
import dev.midori.preview.localdaytona.machine.simulated.SimulatedMachines;
import dev.midori.preview.localdaytona.machine.simulated.SimulationSettings;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The runtime that was asked for, and no other in its place; and the time. */
@Configuration(proxyBeanMethods = false)
class MachineConfiguration {
    private static final Logger log = LoggerFactory.getLogger(MachineConfiguration.class);

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Machines machines(
            LocalDaytonaSettings settings, DataFolder data, Limits limits, SimulationSettings simulation, Clock clock) {
        log.atInfo().addKeyValue("runtime", settings.runtime()).log("for development and tests: not a hosting service");
        var folder = data.path().resolve("sandboxes");
        return switch (settings.runtime()) {
            case NAMESPACE -> new NamespaceMachines(folder, settings.env(), limits);
            case PROCESS -> new ProcessMachines(folder, settings.env());
            case SIMULATED -> new SimulatedMachines(simulation, clock);
        };
    }
}
