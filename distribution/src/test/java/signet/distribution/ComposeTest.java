package signet.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import signet.testkit.json.Json;

/**
 * {@code deploy/compose.yaml}: names that fit, services that are bound, configurations that load.
 */
final class ComposeTest {
  private static final Path FOLDER = Path.of(System.getProperty("signet.root"), "deploy");

  /** What the Compose specification has for a service, as far as it is used here. */
  private static final Set<String> SERVICE =
      Set.of(
          "image",
          "restart",
          "user",
          "read_only",
          "cap_drop",
          "security_opt",
          "tmpfs",
          "mem_limit",
          "pids_limit",
          "environment",
          "env_file",
          "secrets",
          "volumes",
          "healthcheck",
          "command",
          "ports",
          "depends_on");

  private static Json compose() throws IOException {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return Json.of(
        new Yaml(new SafeConstructor(options))
            .load(Files.readString(FOLDER.resolve("compose.yaml"))));
  }

  @Test
  void everyKeyIsKnownAndEveryNameIsThere() throws IOException {
    Json compose = compose();
    assertThat(compose.members().keySet())
        .containsOnly("name", "x-hardened", "services", "volumes", "secrets");
    Map<String, ?> services = compose.at("services").members();
    for (String name : services.keySet()) {
      Json service = compose.at("services").at(name);
      assertThat(SERVICE).as(name).containsAll(service.members().keySet());
      service
          .find("secrets")
          .ifPresent(
              secrets ->
                  assertThat(secrets.items())
                      .allSatisfy(
                          one -> assertThat(compose.at("secrets").has(one.text())).isTrue()));
      for (Json volume : service.at("volumes").items()) {
        String source = volume.text().split(":", -1)[0];
        assertThat(
                source.startsWith("./")
                    ? Files.exists(FOLDER.resolve(source))
                    : compose.at("volumes").has(source))
            .as(source)
            .isTrue();
      }
    }
    assertThat(services).containsOnlyKeys("database", "server", "gateway");
  }

  @Test
  void whatIsOursIsBoundAndListensOnLoopbackAlone() throws IOException {
    for (String name : List.of("server", "gateway")) {
      Json service = compose().at("services").at(name);
      assertThat(service.at("read_only").isTrue()).isTrue();
      assertThat(service.text("user")).isEqualTo("10001:10001");
      assertThat(service.at("cap_drop").items()).extracting(Json::text).containsExactly("ALL");
      assertThat(service.at("security_opt").items())
          .extracting(Json::text)
          .containsExactly("no-new-privileges:true");
      assertThat(service.at("ports").items())
          .extracting(Json::text)
          .allMatch(port -> port.startsWith("127.0.0.1:"));
    }
  }

  @Test
  void theConfigurationsAreValid(@TempDir Path folder) throws Exception {
    Unpacked signet = Unpacked.in(folder);
    Path password = Files.writeString(folder.resolve("database-password"), "only-for-tests\n");
    String server = Files.readString(FOLDER.resolve("signet.yaml"));
    assertThat(server).contains("/run/secrets/database-password");
    Path here =
        Files.writeString(
            folder.resolve("signet.yaml"),
            server.replace("/run/secrets/database-password", password.toString()));
    assertThat(signet.checkConfiguration("serve", here)).isEmpty();
    assertThat(signet.checkConfiguration("gateway", FOLDER.resolve("gateway.yaml"))).isEmpty();
  }
}
