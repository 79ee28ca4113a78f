package dev.midori.preview.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That every variable which images, Compose and Kubernetes set is one that the service listens to. */
class VariablesIT {
    @ParameterizedTest
    @ValueSource(strings = {"api-gateway", "provision-worker", "reaper-worker"})
    void everyVariableThatIsSetIsListenedTo(String module) {
        var known = Variables.of(module);
        var names = new HashSet<String>();
        names.addAll(ofTheImage());
        names.addAll(ofCompose(module));
        names.addAll(ofKubernetes(module));

        assertThat(names).contains("RABBITMQ_URL", "REDIS_URL", "PREVIEW_BIND", "PREVIEW_MESSAGING_DECLARE");
        assertThat(names)
                .allSatisfy(name -> assertThat(known.know(name)).as(name).isTrue());
        assertThat(known.know("PREVIEW_NO_SUCH_THING")).isFalse();
    }

    private static Set<String> ofTheImage() {
        var names = new HashSet<String>();
        Pattern.compile("(?m)^ENV ([A-Z_]+)=")
                .matcher(Checkout.text("deploy/images/Dockerfile"))
                .results()
                .forEach(found -> names.add(found.group(1)));
        return names;
    }

    private static Set<String> ofCompose(String module) {
        Map<String, Object> services = Checkout.part(
                Checkout.yaml(Checkout.text("deploy/compose.yaml")).getFirst(), "services");
        Map<String, Object> service = Checkout.part(services, module);
        return Checkout.<Map<String, Object>>part(service, "environment").keySet();
    }

    /** Those of the pod, and all that any configuration map of the base or a component sets. */
    @SuppressWarnings("unchecked")
    private static Set<String> ofKubernetes(String module) {
        var names = new HashSet<String>();
        var shared = Set.of("preview", module.equals("api-gateway") ? "preview-gateway" : "preview-daytona");
        for (var file : Checkout.listAll("deploy/kubernetes", "kustomization.yaml")) {
            var maps = (List<Map<String, Object>>)
                    Checkout.yaml(Checkout.text(file)).getFirst().getOrDefault("configMapGenerator", List.of());
            maps.stream()
                    .filter(map -> shared.contains(String.valueOf(map.get("name"))))
                    .flatMap(map -> ((List<String>) map.getOrDefault("literals", List.of())).stream())
                    .forEach(literal -> names.add(literal.substring(0, literal.indexOf('='))));
        }
        var folder = Map.of("api-gateway", "gateway", "provision-worker", "worker", "reaper-worker", "reaper");
        Pattern.compile("- \\{ name: ([A-Z_]+), valueFrom")
                .matcher(Checkout.text("deploy/kubernetes/base/%s.yaml".formatted(folder.get(module))))
                .results()
                .forEach(found -> names.add(found.group(1)));
        return names;
    }
}
