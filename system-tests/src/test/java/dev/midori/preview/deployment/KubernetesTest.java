package dev.midori.preview.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.midori.preview.messaging.amqp.Topology;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.convert.DurationStyle;

/**
 * The manifests, as the base has them and as each overlay makes them. Where this machine's {@code kubectl} has no Kustomize 5
 * the overlays are skipped, and only they.
 */
@ParameterizedClass
@MethodSource("sources")
class KubernetesTest {
    private static final String FOLDER = "deploy/kubernetes/";
    private static final Map<String, Manifests> READ = new ConcurrentHashMap<>();
    private static final Set<String> SERVICES = Set.of("api-gateway", "provision-worker", "reaper-worker");

    private final String source;
    private final Manifests manifests;

    KubernetesTest(String source) {
        this.source = source;
        this.manifests = READ.computeIfAbsent(source, it -> it.equals("base") ? base() : rendered(it));
    }

    static List<String> sources() {
        return List.of("base", "overlays/small", "overlays/production");
    }

    private static Manifests base() {
        return Manifests.of(Checkout.list(FOLDER + "base", ".yaml").stream()
                .filter(path -> !path.endsWith("kustomization.yaml"))
                .map(Checkout::text)
                .collect(Collectors.joining("\n---\n")));
    }

    private static Manifests rendered(String overlay) {
        assumeTrue(hasKustomize(), "there is no kubectl with Kustomize 5 on this machine");
        var rendered = Programs.run("kubectl", "kustomize", FOLDER + overlay);
        assertThat(rendered.code()).as(rendered.output()).isZero();
        return Manifests.of(rendered.output());
    }

    private static boolean hasKustomize() {
        return Programs.has("kubectl")
                && Programs.run("kubectl", "version", "--client").output().contains("Kustomize Version: v5");
    }

    private boolean isRendered() {
        return !source.equals("base");
    }

    private List<Deployment> deployments() {
        return manifests.all(Deployment.class);
    }

    private static String nameOf(HasMetadata object) {
        return object.getMetadata().getName();
    }

    private static PodSpec pod(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec();
    }

    private static Container container(Deployment deployment) {
        return pod(deployment).getContainers().getFirst();
    }

    @Test
    void everyServiceIsThereOnce() {
        assertThat(deployments()).extracting(KubernetesTest::nameOf).containsExactlyInAnyOrderElementsOf(SERVICES);
        assertThat(deployments())
                .allSatisfy(it -> assertThat(pod(it).getContainers()).hasSize(1));
    }

    @Test
    void podsHaveTimeToHandOverBeforeTheyAreKilled() {
        for (var deployment : deployments()) {
            var phase = DurationStyle.detectAndParse(
                    Checkout.setting(nameOf(deployment), "spring.lifecycle.timeout-per-shutdown-phase"));
            var grace = Duration.ofSeconds(pod(deployment).getTerminationGracePeriodSeconds());

            assertThat(phase.plus(beforeTheSignal(deployment)).plusSeconds(5))
                    .as("of %s: a phase, what comes before it, and some room", nameOf(deployment))
                    .isLessThan(grace);
        }
        assertThat(handOver())
                .isLessThan(DurationStyle.detectAndParse(
                        Checkout.setting("provision-worker", "spring.lifecycle.timeout-per-shutdown-phase")));
    }

    private static Duration beforeTheSignal(Deployment deployment) {
        return Optional.ofNullable(container(deployment).getLifecycle())
                .map(lifecycle -> lifecycle.getPreStop().getSleep().getSeconds())
                .map(Duration::ofSeconds)
                .orElse(Duration.ZERO);
    }

    /** How long a worker waits for its jobs, as its code has it. */
    private static Duration handOver() {
        var code = Checkout.text("provision-worker/src/main/java/dev/midori/preview/provision/amqp/Settlement.java");
        var found = Pattern.compile("SHUTDOWN = Duration.ofSeconds\\((\\d+)\\)").matcher(code);
        assertThat(found.find()).isTrue();
        return Duration.ofSeconds(Long.parseLong(found.group(1)));
    }

    @Test
    void onlyPodsThatAreSentRequestsWaitBeforeTheSignal() {
        var served = manifests.all(Service.class).stream()
                .map(service -> service.getSpec().getSelector())
                .toList();

        assertThat(deployments())
                .allSatisfy(it -> assertThat(beforeTheSignal(it).isPositive())
                        .as(nameOf(it))
                        .isEqualTo(served.contains(labels(it))));
    }

    /** Of its pods, without what an overlay adds to everything. */
    private static Map<String, String> labels(Deployment deployment) {
        return deployment.getSpec().getSelector().getMatchLabels();
    }

    @Test
    void podsMayDoNothingButTalk() {
        assertThat(deployments()).allSatisfy(it -> {
            assertThat(pod(it).getAutomountServiceAccountToken()).isFalse();
            var security = pod(it).getSecurityContext();
            assertThat(security.getRunAsNonRoot()).isTrue();
            assertThat(security.getRunAsUser()).isEqualTo(10001L);
            assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            var own = container(it).getSecurityContext();
            assertThat(own.getReadOnlyRootFilesystem()).isTrue();
            assertThat(own.getAllowPrivilegeEscalation()).isFalse();
            assertThat(own.getPrivileged()).isNotEqualTo(true);
            assertThat(own.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(own.getCapabilities().getAdd()).isNullOrEmpty();
        });
    }

    @Test
    void whatIsWrittenIsMemoryAndBounded() {
        assertThat(deployments())
                .allSatisfy(it -> assertThat(pod(it).getVolumes())
                        .filteredOn(volume -> volume.getEmptyDir() != null)
                        .singleElement()
                        .satisfies(volume -> {
                            assertThat(volume.getEmptyDir().getMedium()).isEqualTo("Memory");
                            assertThat(volume.getEmptyDir().getSizeLimit()).isNotNull();
                        }));
        assertThat(deployments())
                .allSatisfy(it -> assertThat(container(it).getVolumeMounts())
                        .filteredOn(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                        .singleElement()
                        .satisfies(mount -> assertThat(mount.getMountPath()).isEqualTo("/tmp")));
    }

    @Test
    void resourcesAreAskedForAndMemoryIsLimited() {
        assertThat(deployments()).allSatisfy(it -> {
            assertThat(container(it).getResources().getRequests()).containsOnlyKeys("cpu", "memory");
            assertThat(container(it).getResources().getLimits()).containsKey("memory");
        });
    }

    @Test
    void imagesHaveTheVersionThatIsBuilt() {
        assertThat(deployments())
                .allSatisfy(it -> assertThat(container(it).getImage())
                        .endsWith("midori-preview/%s:%s".formatted(nameOf(it), Checkout.version())));
    }

    @Test
    void probesAskPortsAndPathsThatAreThere() {
        for (var deployment : deployments()) {
            var container = container(deployment);
            assertThat(Stream.of(
                                    container.getStartupProbe(),
                                    container.getLivenessProbe(),
                                    container.getReadinessProbe())
                            .map(Probe::getHttpGet)
                            .map(HTTPGetAction::getPath))
                    .containsExactly(
                            "/actuator/health/liveness", "/actuator/health/liveness", "/actuator/health/readiness");
            assertThat(port(container, "management"))
                    .as("of the management of %s", nameOf(deployment))
                    .isEqualTo(managementPort(deployment));
            var annotations = deployment.getSpec().getTemplate().getMetadata().getAnnotations();
            assertThat(annotations)
                    .containsEntry("prometheus.io/port", Integer.toString(managementPort(deployment)))
                    .containsEntry("prometheus.io/path", "/actuator/prometheus");
        }
        assertThat(port(container(manifests.one(Deployment.class, "api-gateway")), "http"))
                .isEqualTo(Integer.parseInt(Checkout.setting("api-gateway", "server.port")));
    }

    private static int port(Container container, String name) {
        return container.getPorts().stream()
                .filter(port -> port.getName().equals(name))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElseThrow();
    }

    private static int managementPort(Deployment deployment) {
        return nameOf(deployment).equals("api-gateway")
                ? 9080
                : Integer.parseInt(Checkout.setting(nameOf(deployment), "server.port"));
    }

    @Test
    void theGatewaysMetricsAreNotWhereTheWorldIs() {
        var ports = manifests.one(Service.class, "api-gateway").getSpec().getPorts();

        assertThat(ports)
                .singleElement()
                .satisfies(port -> assertThat(port.getTargetPort().getStrVal()).isEqualTo("http"));
        if (isRendered()) {
            assertThat(variables(manifests.one(Deployment.class, "api-gateway")))
                    .containsEntry("MANAGEMENT_SERVER_PORT", "9080");
        }
    }

    /** What the config maps that a pod names set. */
    private Map<String, String> variables(Deployment deployment) {
        return container(deployment).getEnvFrom().stream()
                .map(from ->
                        manifests.one(ConfigMap.class, from.getConfigMapRef().getName()))
                .flatMap(map -> map.getData().entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Test
    void secretsAreNamedAndNeverHeld() {
        var readme = Checkout.text(FOLDER + "README.md");
        var secretNames = new HashSet<String>();
        for (var deployment : deployments()) {
            assertThat(container(deployment).getEnv()).allSatisfy(variable -> {
                assertThat(variable.getValue()).isNull();
                secretNames.add(variable.getValueFrom().getSecretKeyRef().getName());
            });
            pod(deployment).getVolumes().stream()
                    .filter(volume -> volume.getSecret() != null)
                    .forEach(volume -> secretNames.add(volume.getSecret().getSecretName()));
        }
        assertThat(secretNames).allSatisfy(name -> assertThat(readme).contains("`" + name + "`"));
        assertThat(manifests.all(ConfigMap.class))
                .allSatisfy(map -> assertThat(map.getData().keySet())
                        .noneMatch(name -> name.matches(".*(KEY|SECRET|PASSWORD|TOKEN|_URL)") && !isPublic(name)));
    }

    private static boolean isPublic(String name) {
        return Set.of("NEXTAUTH_URL", "DAYTONA_API_URL").contains(name);
    }

    @Test
    void noPodHasMoreSecretsThanItNeeds() {
        assertThat(secretsOf("api-gateway"))
                .contains("preview-rabbitmq-gateway", "preview-callers")
                .doesNotContain("preview-daytona", "preview-rabbitmq-worker", "preview-rabbitmq-reaper");
        assertThat(secretsOf("provision-worker"))
                .contains("preview-rabbitmq-worker", "preview-daytona")
                .doesNotContain("preview-callers", "preview-rabbitmq-gateway", "preview-rabbitmq-reaper");
        assertThat(secretsOf("reaper-worker"))
                .contains("preview-rabbitmq-reaper", "preview-daytona")
                .doesNotContain("preview-callers", "preview-rabbitmq-gateway", "preview-rabbitmq-worker");
    }

    private Set<String> secretsOf(String name) {
        return container(manifests.one(Deployment.class, name)).getEnv().stream()
                .map(EnvVar::getValueFrom)
                .map(from -> from.getSecretKeyRef().getName())
                .collect(Collectors.toSet());
    }

    @Test
    void everyServiceHasABudgetThatLetsItsNodesBeDrained() {
        var budgets = manifests.all(PodDisruptionBudget.class);

        assertThat(budgets).hasSameSizeAs(SERVICES);
        assertThat(deployments())
                .allSatisfy(deployment -> assertThat(budgets)
                        .filteredOn(budget ->
                                budget.getSpec().getSelector().getMatchLabels().equals(labels(deployment)))
                        .singleElement()
                        .satisfies(budget -> {
                            var least = budget.getSpec().getMinAvailable();
                            if (least != null) {
                                assertThat(least.getIntVal()).isLessThan(fewest(deployment));
                            }
                        }));
    }

    /** How many of it there are at least; where KEDA says so, as its object has it. */
    private int fewest(Deployment deployment) {
        return Optional.ofNullable(deployment.getSpec().getReplicas())
                .orElseGet(() -> scaled().stream()
                        .filter(it ->
                                Checkout.at(it, "spec.scaleTargetRef.name").equals(nameOf(deployment)))
                        .mapToInt(it -> Integer.parseInt(Checkout.at(it, "spec.minReplicaCount")))
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    void podsAreSpreadOverZonesAndNodes() {
        assertThat(deployments())
                .allSatisfy(it -> assertThat(pod(it).getTopologySpreadConstraints())
                        .allSatisfy(
                                spread -> assertThat(spread.getLabelSelector().getMatchLabels())
                                        .isEqualTo(labels(it)))
                        .extracting(spread -> spread.getTopologyKey())
                        .containsExactly("topology.kubernetes.io/zone", "kubernetes.io/hostname"));
    }

    @Test
    void selectorsFindTheirPods() {
        assertThat(deployments())
                .allSatisfy(
                        it -> assertThat(Optional.of(it.getSpec().getTemplate().getMetadata())
                                        .map(ObjectMeta::getLabels))
                                .hasValueSatisfying(found -> assertThat(found).containsAllEntriesOf(labels(it))));
    }

    @Test
    void nothingIsReachedThatIsNotNamed() {
        var policies = manifests.all(NetworkPolicy.class);

        assertThat(policies)
                .filteredOn(policy -> policy.getSpec().getPodSelector().getMatchLabels() == null
                        || policy.getSpec().getPodSelector().getMatchLabels().isEmpty())
                .filteredOn(policy -> policy.getSpec().getPodSelector().getMatchExpressions() == null
                        || policy.getSpec()
                                .getPodSelector()
                                .getMatchExpressions()
                                .isEmpty())
                .singleElement()
                .satisfies(policy -> {
                    assertThat(policy.getSpec().getPolicyTypes()).containsExactlyInAnyOrder("Ingress", "Egress");
                    assertThat(policy.getSpec().getIngress()).isNullOrEmpty();
                    assertThat(policy.getSpec().getEgress()).isNullOrEmpty();
                });
        var names = deployments().stream()
                .flatMap(it -> container(it).getPorts().stream())
                .map(ContainerPort::getName)
                .collect(Collectors.toSet());
        assertThat(policies.stream()
                        .flatMap(policy -> Stream.ofNullable(policy.getSpec().getIngress()))
                        .flatMap(List::stream)
                        .flatMap(rule -> Stream.ofNullable(rule.getPorts()))
                        .flatMap(List::stream)
                        .map(NetworkPolicyPort::getPort)
                        .filter(port -> port != null && port.getStrVal() != null)
                        .map(port -> port.getStrVal()))
                .isSubsetOf(names);
    }

    @Test
    void workersReachNothingThatIsPrivate() {
        var toTheWorld = manifests
                .one(NetworkPolicy.class, "workers-reach-daytona")
                .getSpec()
                .getEgress();

        assertThat(toTheWorld).singleElement().satisfies(rule -> {
            assertThat(rule.getTo().getFirst().getIpBlock().getExcept())
                    .contains("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16");
            assertThat(rule.getPorts())
                    .singleElement()
                    .satisfies(port -> assertThat(port.getPort().getIntVal()).isEqualTo(443));
        });
    }

    private List<Map<String, Object>> scaled() {
        return manifests.ofOthers().stream()
                .filter(it -> Checkout.at(it, "kind").equals("ScaledObject"))
                .toList();
    }

    @Test
    void whatIsScaledExistsAndIsCountedByQueuesOfOurs() {
        var queues = new ArrayList<String>();
        for (var scaled : scaled()) {
            var target = manifests.one(Deployment.class, Checkout.at(scaled, "spec.scaleTargetRef.name"));
            assertThat(target.getSpec().getReplicas()).as("left to KEDA").isNull();
            var named = Pattern.compile("queue=\"([^\"]+)\"").matcher(scaled.toString());
            while (named.find()) {
                queues.add(named.group(1));
            }
        }
        assertThat(queues).isSubsetOf(Topology.queues());
        assertThat(queues.isEmpty()).isEqualTo(!source.equals("overlays/production"));
    }

    @Test
    void theBrokerIsACluster() {
        var brokers = manifests.ofOthers().stream()
                .filter(it -> Checkout.at(it, "kind").equals("RabbitmqCluster"))
                .toList();

        assertThat(brokers).hasSize(source.equals("overlays/production") ? 1 : 0);
        assertThat(brokers).allSatisfy(broker -> {
            assertThat(Integer.parseInt(Checkout.at(broker, "spec.replicas")) % 2)
                    .isEqualTo(1);
            assertThat(Checkout.at(broker, "spec.image")).matches("rabbitmq:4\\.\\d+-management");
            assertThat(Checkout.at(broker, "spec.rabbitmq.additionalConfig"))
                    .contains("pause_minority", "consumer_timeout = 1800000");
        });
    }
}
