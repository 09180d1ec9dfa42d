package signet.gateway.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import signet.gateway.config.GatewayConfigReader.Flags;
import signet.gateway.route.Route;
import signet.runtime.setting.YamlSyntax;

/** What the guide and the reference say about the configuration. */
class GatewayGuideTest {
  private static final Path DOCS = Path.of(System.getProperty("signet.root"), "docs");

  @Test
  void theGuidesConfigurationLoads() throws IOException {
    String guide = Files.readString(DOCS.resolve("guides/gateway.md"));
    String block = guide.split("<!-- test gateway.yaml -->", -1)[1].split("<!-- /test -->", -1)[0];
    String yaml = block.replaceAll("(?m)^ {0,3}```.*$", "");

    GatewayConfig config =
        GatewayConfigReader.parse(
            "gateway.yaml", yaml, Map.of("SIGNET_GATEWAY_CLIENT_SECRET", "secret"), Flags.NONE);

    assertThat(config.routes())
        .extracting(Route::name)
        .containsExactly("orders", "orders-write", "root");
  }

  @Test
  void theReferenceNamesEveryKey() throws IOException {
    String reference = Files.readString(DOCS.resolve("reference/gateway.md"));
    Set<String> keys = new TreeSet<>();
    collect(YamlSyntax.parse("gateway.yaml", GatewayConfigReaderTest.EVERY_KEY), keys);
    // A name that the operator chooses, and maps that the reference writes out.
    keys.removeAll(Set.of("orders", "health", "tls"));

    assertThat(keys).hasSizeGreaterThan(50);
    assertThat(keys)
        .filteredOn(key -> !reference.contains(key + "`") && !reference.contains("## " + key))
        .isEmpty();
  }

  private static void collect(Object value, Set<String> keys) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, member) -> {
            keys.add(String.valueOf(key));
            collect(member, keys);
          });
    } else if (value instanceof Iterable<?> items) {
      items.forEach(item -> collect(item, keys));
    }
  }
}
