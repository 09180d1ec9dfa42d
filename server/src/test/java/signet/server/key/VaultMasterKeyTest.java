package signet.server.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.runtime.start.StartupException;

/** Against a small server that speaks the part of Vault's HTTP API that reads a KV secret. */
final class VaultMasterKeyTest {
  private static final String TOKEN = "hvs.of-the-test";
  private static final String LINE =
      Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);

  @TempDir Path folder;
  private final CountDownLatch ended = new CountDownLatch(1);
  private HttpServer vault;
  private volatile int status = 200;
  private volatile String body = secret("master-key", LINE);
  private volatile boolean silent;
  private volatile Optional<String> namespace = Optional.empty();

  @BeforeEach
  void start() throws IOException {
    vault = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    vault.createContext("/v1/secret/data/signet/main", this::answer);
    vault.start();
  }

  @AfterEach
  void stop() {
    ended.countDown();
    vault.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    if (silent) {
      await();
    }
    namespace = Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Vault-Namespace"));
    boolean allowed = TOKEN.equals(exchange.getRequestHeaders().getFirst("X-Vault-Token"));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    if (status == 307) {
      exchange.getResponseHeaders().add("Location", "/v1/secret/data/signet/main");
    }
    exchange.sendResponseHeaders(allowed ? status : 403, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private void await() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String secret(String field, String text) {
    return """
        {"request_id": "1", "lease_id": "", "renewable": false, "lease_duration": 0,
         "data": {"data": {"%s": "%s"}, "metadata": {"version": 3, "destroyed": false}},
         "wrap_info": null, "warnings": null, "auth": null}
        """
        .formatted(field, text);
  }

  private VaultMasterKey source(VaultMasterKey.Token token) {
    return new VaultMasterKey(
        URI.create("http://localhost:" + vault.getAddress().getPort() + "/"),
        Optional.of("team"),
        "secret/signet/main",
        "master-key",
        token);
  }

  private VaultMasterKey source() {
    return source(new VaultMasterKey.GivenToken(TOKEN));
  }

  @Test
  void readsTheFieldOfTheSecret() {
    assertThat(source().open(true).id()).isEqualTo(MasterKeyTest.masterKey(0).id());
    assertThat(namespace).contains("team");
  }

  @Test
  void readsItsTokenFromAFile() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThat(source(new VaultMasterKey.TokenFile(file)).open(true)).isNotNull();
  }

  @Test
  void rejectsATokenFileThatEverybodyCanRead() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), TOKEN + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

    assertRefused(source(new VaultMasterKey.TokenFile(file)), "run chmod o= " + file);
  }

  @Test
  void saysThatATokenFileIsMissing() {
    assertRefused(source(new VaultMasterKey.TokenFile(folder.resolve("none"))), "cannot be read");
  }

  @Test
  void rejectsATokenThatCannotBeOne() {
    assertRefused(source(new VaultMasterKey.GivenToken("a\nb")), "no token has");
  }

  @Test
  void saysThatTheTokenWasRefused() {
    assertRefused(
        source(new VaultMasterKey.GivenToken("another")),
        "it refused the token; renew the token, or allow it to read secret/data/signet/main");
  }

  @ParameterizedTest
  @CsvSource({
    "404, there is no such secret",
    "503, it is sealed",
    "500, it answered 500",
    "307, it answered 307"
  })
  void saysWhatVaultAnswered(int answered, String told) {
    status = answered;

    assertRefused(source(), told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"data\": 1}",
        "{\"data\": {\"data\": null}}",
        "{\"data\": {\"data\": {\"master-key\": 7}}}",
        "{\"data\": {\"data\": {\"master-key\": \"topsecret\"}}}",
        "{\"data\": {\"data\": {\"another\": \"topsecret\"}}}"
      })
  void rejectsAnAnswerWithoutAMasterKey(String json) {
    body = json;

    assertRefused(source(), "its field master-key holds no master key");
  }

  @Test
  void rejectsAnAnswerThatIsTooLarge() {
    body = secret("filler", "x".repeat(70_000));

    assertRefused(source(), "larger than 64 KiB");
  }

  @Test
  void doesNotWaitForEver() {
    silent = true;
    VaultMasterKey source =
        new VaultMasterKey(
            URI.create("http://localhost:" + vault.getAddress().getPort()),
            Optional.empty(),
            "secret/signet/main",
            "master-key",
            new VaultMasterKey.GivenToken(TOKEN),
            Duration.ofMillis(200));

    assertRefused(source, "in time");
  }

  @Test
  void saysThatVaultCannotBeReached() {
    vault.stop(0);

    assertRefused(source(), "it cannot be reached; check VAULT_ADDR");
  }

  /** The place is named and what to do; neither token nor secret is. */
  private static void assertRefused(VaultMasterKey source, String told) {
    assertThatThrownBy(() -> source.open(true))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(told)
        .hasMessageNotContaining(TOKEN)
        .hasMessageNotContaining("topsecret");
    assertThat(source.toString()).contains("Vault's secret/signet/main").doesNotContain(TOKEN);
  }
}
