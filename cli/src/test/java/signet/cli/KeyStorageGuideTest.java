package signet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.Pem;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.SecretJwk;
import signet.server.SignetServer;
import signet.server.config.ConfigLoader;

/** Runs the commands of {@code docs/guides/key-storage.md}, on data that a server made. */
final class KeyStorageGuideTest {
  private static final Path GUIDE =
      Path.of(System.getProperty("signet.root"), "docs/guides/key-storage.md");
  private static final Pattern COMMAND = Pattern.compile("(?m)^ *```sh\\n *signet (.*)\\n *```$");

  @TempDir Path folder;
  private SignetServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static List<String> commands() throws IOException {
    return COMMAND.matcher(Files.readString(GUIDE)).results().map(m -> m.group(1)).toList();
  }

  private Path config(String... lines) throws IOException {
    String yaml =
        "data: "
            + folder.resolve("data")
            + "\nport: 0\nmanagement:\n  port: 0\n"
            + String.join("\n", lines)
            + "\n";
    return Files.writeString(folder.resolve("signet.yaml"), yaml);
  }

  private void serve(Path config) {
    stop();
    server = SignetServer.start(ConfigLoader.load(Optional.of(config), Map.of(), Map.of()));
  }

  /** A command of the guide, whose files lie in the test's folder. */
  private CommandRun run(String command, Path config) {
    List<String> words = new ArrayList<>(Arrays.asList(command.split(" ", -1)));
    words.replaceAll(word -> word.contains(".") ? folder.resolve(word).toString() : word);
    if (!command.startsWith("key master")) {
      words.add("--config");
      words.add(config.toString());
    }
    return CommandRun.of(Set.of(), Map.of(), new byte[0], words.toArray(new String[0]));
  }

  @Test
  void everyCommandDoesWhatTheGuideSays() throws Exception {
    assertThat(commands())
        .containsExactly(
            "key master new.key",
            "key rewrap",
            "key import brought.pem --alg RS256",
            "key export-secret secrets.jwks");
    changesTheMasterKey();
    importsAKey();
    exportsTheSecrets();
  }

  private void changesTheMasterKey() throws Exception {
    serve(config());
    CommandRun made = run(commands().get(0), folder);
    assertThat(made.status()).as(made.err()).isZero();

    Path changed =
        config(
            "master-key:",
            "  file: " + folder.resolve("new.key"),
            "  others: [" + folder.resolve("data.key") + "]");
    serve(changed);
    CommandRun rewrap = run(commands().get(1), changed);
    assertThat(rewrap.status()).as(rewrap.err()).isZero();
    assertThat(rewrap.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("sealed 2 keys anew under master key [0-9a-f]{16}"),
            line ->
                assertThat(line).isEqualTo("nothing needs another master key: it may be removed"));

    Files.delete(folder.resolve("data.key"));
    serve(config("master-key:", "  file: " + folder.resolve("new.key")));
  }

  private void importsAKey() throws Exception {
    Path config = config("master-key:", "  file: " + folder.resolve("new.key"));
    PrivateJwk key = PrivateJwk.generate(JwsAlgorithm.RS256);
    Files.writeString(folder.resolve("brought.pem"), Pem.exportPrivate(key));

    CommandRun imported = run(commands().get(2), config);

    assertThat(imported.status()).as(imported.err()).isZero();
    assertThat(imported.out()).isEqualTo(key.thumbprint() + "\n");
    assertThat(run("key list", config).out()).contains("; imported");
    assertThat(run(commands().get(2), config).err()).contains("the key is there already");
  }

  private void exportsTheSecrets() throws Exception {
    Path before = config("master-key:", "  file: " + folder.resolve("new.key"));
    CommandRun none = run(commands().get(3), before);
    assertThat(none.status()).isEqualTo(1);
    assertThat(none.err()).contains("there is no secret");
    assertThat(folder.resolve("secrets.jwks")).doesNotExist();

    Path config =
        config(
            "data: " + folder.resolve("data2"),
            "master-key:",
            "  file: " + folder.resolve("new.key"),
            "tokens:",
            "  access:",
            "    algorithm: HS256");
    Files.writeString(config, Files.readString(config).replaceFirst("data: .*\n", ""));
    serve(config);
    CommandRun exported = run(commands().get(3), config);
    assertThat(exported.status()).as(exported.err()).isZero();
    Path file = folder.resolve("secrets.jwks");
    assertThat(exported.err())
        .contains("wrote 2 secrets to " + file)
        .contains("the next one signs from ");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    JwkSet set = JwkSet.parse(Files.readString(file));
    assertThat(set.keys()).hasSize(2).allMatch(SecretJwk.class::isInstance);
    for (String shown : List.of(exported.out(), exported.err())) {
      set.keys()
          .forEach(
              key ->
                  assertThat(shown)
                      .doesNotContain(
                          Base64.getUrlEncoder()
                              .withoutPadding()
                              .encodeToString(((SecretJwk) key).secret())));
    }
  }
}
