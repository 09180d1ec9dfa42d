package signet.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code deploy/kubernetes}, read by the model of a Kubernetes client that takes no unknown field.
 */
final class KubernetesTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("signet.root"), "deploy", "kubernetes");

  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "v1/ConfigMap", ConfigMap.class,
          "v1/PersistentVolumeClaim", PersistentVolumeClaim.class,
          "v1/Service", Service.class,
          "apps/v1/Deployment", Deployment.class,
          "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
          "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class);

  /** The model keeps unknown fields for later; without that they are errors. */
  private static final ObjectMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(MapperConfig<?> config, Annotated member) {
                  return false;
                }
              })
          .build();

  private static List<HasMetadata> read(String file) throws IOException {
    return parse(Files.readString(FOLDER.resolve(file)));
  }

  private static List<HasMetadata> parse(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    Iterable<Object> documents = new Yaml(new SafeConstructor(options)).loadAll(text);
    return StreamSupport.stream(documents.spliterator(), false)
        .map(document -> (HasMetadata) STRICT.convertValue(document, kind((Map<?, ?>) document)))
        .toList();
  }

  private static Class<? extends HasMetadata> kind(Map<?, ?> document) {
    Class<? extends HasMetadata> kind =
        KINDS.get(document.get("apiVersion") + "/" + document.get("kind"));
    assertThat(kind).as("%s", document.get("kind")).isNotNull();
    return kind;
  }

  private static <T> T only(List<HasMetadata> all, Class<T> kind) {
    List<T> found = all.stream().filter(kind::isInstance).map(kind::cast).toList();
    assertThat(found).as(kind.getSimpleName()).hasSize(1);
    return found.get(0);
  }

  @Test
  void anUnknownFieldIsRefused() {
    assertThatThrownBy(
            () ->
                parse(
                    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replica: 2}}"))
        .hasMessageContaining("replica");
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "gateway"})
  void podsAreBoundAndReadNothingButTheirOwn(String part) throws IOException {
    PodSpec pod = only(read(part + ".yaml"), Deployment.class).getSpec().getTemplate().getSpec();
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(10001);
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getAffinity().getPodAntiAffinity()).isNotNull();
    Container container = pod.getContainers().get(0);
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
    assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(container.getResources().getLimits()).containsKey("memory");
    assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
    assertThat(container.getEnv())
        .isNotEmpty()
        .allSatisfy(variable -> assertThat(variable.getValueFrom().getSecretKeyRef()).isNotNull());
    assertThat(container.getVolumeMounts())
        .extracting(mount -> mount.getName())
        .containsExactlyInAnyOrderElementsOf(
            pod.getVolumes().stream().map(volume -> volume.getName()).toList());
  }

  @Test
  void probesAskWhereHealthIs() throws IOException {
    assertThat(probes("server.yaml"))
        .containsExactly("/health/live http", "/health/live http", "/health/ready http");
    assertThat(probes("gateway.yaml"))
        .containsExactly(
            "/health/live management", "/health/live management", "/health/ready management");
  }

  private static List<String> probes(String file) throws IOException {
    Container container =
        only(read(file), Deployment.class).getSpec().getTemplate().getSpec().getContainers().get(0);
    List<String> ports = container.getPorts().stream().map(port -> port.getName()).toList();
    return Stream.of(
            container.getStartupProbe(),
            container.getLivenessProbe(),
            container.getReadinessProbe())
        .map(Probe::getHttpGet)
        .peek(get -> assertThat(ports).contains(get.getPort().getStrVal()))
        .map(get -> get.getPath() + " " + get.getPort().getStrVal())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"server", "gateway"})
  void everySelectorFindsThePods(String part) throws IOException {
    List<HasMetadata> all = read(part + ".yaml");
    Deployment deployment = only(all, Deployment.class);
    Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
    assertThat(deployment.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
    assertThat(only(all, Service.class).getSpec().getSelector()).isEqualTo(labels);
    assertThat(only(all, NetworkPolicy.class).getSpec().getPodSelector().getMatchLabels())
        .isEqualTo(labels);
    PodDisruptionBudget budget = only(all, PodDisruptionBudget.class);
    assertThat(budget.getSpec().getSelector().getMatchLabels()).isEqualTo(labels);
    assertThat(budget.getSpec().getMinAvailable().getIntVal())
        .isLessThan(deployment.getSpec().getReplicas());
  }

  @Test
  void theConfigurationsAreValid(@TempDir Path folder) throws Exception {
    Unpacked signet = Unpacked.in(folder);
    for (String[] part :
        new String[][] {
          {"server", "serve", "signet.yaml"}, {"gateway", "gateway", "gateway.yaml"}
        }) {
      ConfigMap map = only(read(part[0] + ".yaml"), ConfigMap.class);
      Path file = Files.writeString(folder.resolve(part[2]), map.getData().get(part[2]));
      assertThat(signet.checkConfiguration(part[1], file)).isEmpty();
    }
  }
}
