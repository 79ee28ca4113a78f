package dev.midori.preview.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.messaging.amqp.Topology;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.Declarable;
import org.springframework.amqp.core.Exchange;
import org.springframework.amqp.core.Queue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** That the pictures in {@code docs/architecture.md} show what there is. */
class ArchitectureTest {
    private static final Pattern PICTURE = Pattern.compile("```mermaid\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ARROW = Pattern.compile("(?m)^\\s*(\\S+) (-->|-\\.->)(?:\\|[^|]*\\|)? (\\S+)$");
    private static final String LATER = "-.->";
    private static final Set<String> SERVICES = Set.of("gateway", "worker", "reaper");

    private static final List<String> PICTURES = PICTURE.matcher(Checkout.text("docs/architecture.md"))
            .results()
            .map(picture -> picture.group(1))
            .toList();

    private record Arrow(String from, String kind, String to) {}

    private static Set<Arrow> arrows(int picture) {
        return ARROW.matcher(PICTURES.get(picture))
                .results()
                .map(found -> new Arrow(found.group(1), found.group(2), found.group(3)))
                .collect(Collectors.toSet());
    }

    private static boolean isOnTheBroker(String name) {
        return name.startsWith("preview.");
    }

    private static Set<String> names(Class<? extends Declarable> type) {
        return Topology.declarables().getDeclarablesByType(type).stream()
                .map(it -> it instanceof Exchange exchange ? exchange.getName() : ((Queue) it).getName())
                .collect(Collectors.toSet());
    }

    @Test
    void everyExchangeAndQueueIsThere() {
        var shown = Pattern.compile("(?m)^\\s*(preview\\.\\S+?)[\\[{]")
                .matcher(PICTURES.getFirst())
                .results()
                .map(node -> node.group(1))
                .collect(Collectors.toSet());

        var declared = new HashSet<>(names(Exchange.class));
        declared.addAll(names(Queue.class));
        assertThat(shown).containsExactlyInAnyOrderElementsOf(declared);
    }

    @Test
    void messagesGoFromExchangesToQueuesAsTheyAreBound() {
        var bound = Topology.declarables().getDeclarablesByType(Binding.class).stream()
                .filter(binding -> !Objects.equals(binding.getExchange(), binding.getDestination()))
                .map(binding -> new Arrow(
                        String.valueOf(binding.getExchange()), "-->", String.valueOf(binding.getDestination())))
                .toList();

        assertThat(arrows(0).stream()
                        .filter(arrow -> isOnTheBroker(arrow.from()) && isOnTheBroker(arrow.to()))
                        .filter(arrow -> !arrow.kind().equals(LATER)))
                .containsExactlyInAnyOrderElementsOf(bound);
    }

    @Test
    void whatIsNotTakenGoesWhereItsQueueSays() {
        var deadLettered = Topology.declarables().getDeclarablesByType(Queue.class).stream()
                .filter(queue -> queue.getArguments().containsKey("x-dead-letter-exchange"))
                .map(queue -> new Arrow(
                        queue.getName(),
                        LATER,
                        String.valueOf(queue.getArguments().get("x-dead-letter-exchange"))))
                .toList();

        assertThat(arrows(0).stream().filter(arrow -> arrow.kind().equals(LATER)))
                .containsExactlyInAnyOrderElementsOf(deadLettered);
    }

    @Test
    void servicesPublishAndConsumeAsTheirUsersMay() {
        var permissions = JsonMapper.shared().readTree(Checkout.text("deploy/rabbitmq/permissions.json"));
        var allowed = SERVICES.stream()
                .flatMap(service -> Stream.concat(
                        allowed(permissions.path(service), "write", names(Exchange.class))
                                .map(exchange -> new Arrow(service, "-->", exchange)),
                        allowed(permissions.path(service), "read", names(Queue.class))
                                .map(queue -> new Arrow(queue, "-->", service))))
                .toList();

        assertThat(arrows(0).stream()
                        .filter(arrow -> SERVICES.contains(arrow.from()) != SERVICES.contains(arrow.to()))
                        .filter(arrow -> isOnTheBroker(arrow.from()) || isOnTheBroker(arrow.to())))
                .containsExactlyInAnyOrderElementsOf(allowed);
    }

    private static Stream<String> allowed(JsonNode permissions, String what, Set<String> names) {
        var pattern = Pattern.compile(permissions.path(what).asString());
        return names.stream().filter(name -> pattern.matcher(name).find());
    }

    @Test
    void theGatewayNeverTalksToDaytona() {
        assertThat(arrows(0).stream().filter(arrow -> arrow.to().equals("daytona")))
                .extracting(Arrow::from)
                .containsExactlyInAnyOrder("worker", "reaper");
    }

    private static List<String> modules() {
        return Pattern.compile("<module>([^<]+)</module>")
                .matcher(Checkout.text("pom.xml"))
                .results()
                .map(module -> module.group(1))
                .toList();
    }

    @Test
    void modulesDependOnEachOtherAsTheirPomsSay() {
        var dependency = Pattern.compile(
                "<dependency>\\s*<groupId>dev\\.midori\\.preview</groupId>\\s*<artifactId>([^<]+)</artifactId>(.*?)</dependency>",
                Pattern.DOTALL);
        var declared = new HashSet<Arrow>();
        for (var module : modules()) {
            dependency.matcher(Checkout.text(module + "/pom.xml")).results().forEach(found -> {
                if (!found.group(2).contains("<type>test-jar</type>")) {
                    declared.add(new Arrow(
                            module, found.group(2).contains("<type>pom</type>") ? LATER : "-->", found.group(1)));
                }
            });
        }

        assertThat(arrows(1)).containsExactlyInAnyOrderElementsOf(declared);
        assertThat(modules())
                .allSatisfy(module ->
                        assertThat(Checkout.text("docs/architecture.md")).contains("| `%s` |".formatted(module)));
    }
}
