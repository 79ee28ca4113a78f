package dev.midori.preview.deployment;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Objects of Kubernetes from YAML, read strictly: a field that their type doesn't have fails. */
record Manifests(List<HasMetadata> objects, List<Map<String, Object>> ofOthers) {
    private static final Map<String, Class<? extends HasMetadata>> TYPES = Map.of(
            "ConfigMap", ConfigMap.class,
            "Deployment", Deployment.class,
            "Namespace", Namespace.class,
            "NetworkPolicy", NetworkPolicy.class,
            "PodDisruptionBudget", PodDisruptionBudget.class,
            "Service", Service.class,
            "ServiceAccount", ServiceAccount.class);

    /** Of operators, whose types this build doesn't know. */
    private static final Map<String, String> TYPES_OF_OTHERS =
            Map.of("RabbitmqCluster", "rabbitmq.com/v1beta1", "ScaledObject", "keda.sh/v1alpha1");

    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                // The types would keep what they don't know.
                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            });

    static Manifests of(String yaml) {
        var documents = Checkout.yaml(yaml);
        return new Manifests(
                documents.stream()
                        .filter(document -> !isOfOthers(document))
                        .<HasMetadata>map(Manifests::read)
                        .toList(),
                documents.stream().filter(Manifests::isOfOthers).toList());
    }

    private static boolean isOfOthers(Map<String, Object> document) {
        var version = TYPES_OF_OTHERS.get(Checkout.at(document, "kind"));
        return version != null && version.equals(Checkout.at(document, "apiVersion"));
    }

    private static HasMetadata read(Map<String, Object> document) {
        var kind = Checkout.at(document, "kind");
        var type = TYPES.get(kind);
        if (type == null || !HasMetadata.getApiVersion(type).equals(Checkout.at(document, "apiVersion"))) {
            throw new IllegalArgumentException(
                    "no type is known for %s %s".formatted(Checkout.at(document, "apiVersion"), kind));
        }
        return STRICT.convertValue(document, type);
    }

    <T extends HasMetadata> List<T> all(Class<T> type) {
        return stream(type).toList();
    }

    <T extends HasMetadata> T one(Class<T> type, String name) {
        return stream(type)
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no %s %s".formatted(type, name)));
    }

    private <T extends HasMetadata> Stream<T> stream(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast);
    }
}
