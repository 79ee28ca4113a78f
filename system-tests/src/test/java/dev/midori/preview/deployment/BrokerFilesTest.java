package dev.midori.preview.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.midori.preview.messaging.amqp.Topology;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.Exchange;
import org.springframework.amqp.core.Queue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What RabbitMQ is to load where services may not declare it: exactly what they would. */
class BrokerFilesTest {
    private static final JsonNode FILE = JsonMapper.shared().readTree(Checkout.text("deploy/rabbitmq/topology.json"));

    @Test
    void queuesAreThoseThatServicesDeclare() {
        var declared = new TreeMap<String, Map<String, Object>>();
        for (var queue : Topology.declarables().getDeclarablesByType(Queue.class)) {
            assertThat(queue.isDurable()).isTrue();
            declared.put(queue.getName(), new TreeMap<>(queue.getArguments()));
        }
        var loaded = new TreeMap<String, Map<String, Object>>();
        FILE.path("queues").forEach(queue -> {
            assertThat(queue.path("durable").asBoolean()).isTrue();
            loaded.put(queue.path("name").asString(), new TreeMap<>(arguments(queue)));
        });

        assertThat(texts(loaded)).isEqualTo(texts(declared));
    }

    /** Whole numbers are the same to the broker, however long they may grow. */
    private static String texts(Map<String, Map<String, Object>> queues) {
        return queues.toString();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> arguments(JsonNode queue) {
        return JsonMapper.shared().convertValue(queue.path("arguments"), Map.class);
    }

    @Test
    void exchangesAreThoseThatServicesDeclare() {
        var declared = Topology.declarables().getDeclarablesByType(Exchange.class).stream()
                .map(exchange -> exchange.getName() + " " + exchange.getType())
                .toList();

        assertThat(FILE.path("exchanges")
                        .valueStream()
                        .map(exchange -> exchange.path("name").asString() + " "
                                + exchange.path("type").asString()))
                .containsExactlyInAnyOrderElementsOf(declared);
    }

    @Test
    void bindingsAreThoseThatServicesDeclare() {
        var declared = Topology.declarables().getDeclarablesByType(Binding.class).stream()
                .map(binding -> "%s -%s-> %s"
                        .formatted(binding.getExchange(), binding.getRoutingKey(), binding.getDestination()))
                .toList();

        assertThat(FILE.path("bindings")
                        .valueStream()
                        .map(binding -> "%s -%s-> %s"
                                .formatted(
                                        binding.path("source").asString(),
                                        binding.path("routing_key").asString(),
                                        binding.path("destination").asString())))
                .containsExactlyInAnyOrderElementsOf(declared);
    }

    @Test
    void nobodyMayDeclareAnything() {
        var permissions = JsonMapper.shared().readTree(Checkout.text("deploy/rabbitmq/permissions.json"));

        assertThat(permissions.propertyNames()).containsExactly("gateway", "worker", "reaper");
        assertThat(permissions.valueStream())
                .allSatisfy(
                        user -> assertThat(user.path("configure").asString()).isEqualTo("^$"));
    }
}
