package signet.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import signet.testkit.forge.ForgeKey;
import signet.testkit.json.Json;

/** What {@code signet doctor} says of servers that are well and of such as are not. */
final class DoctorTest {
  private static final ForgeKey RSA = ForgeKey.generate("RS256").withKid("2026-01");
  private static final ForgeKey CURVE = ForgeKey.generate("ES256").withKid("ec-1");

  private final FakeServer server = new FakeServer();

  @AfterEach
  void stop() {
    server.close();
  }

  private static CommandRun doctor(String... arguments) {
    String[] words = new String[arguments.length + 1];
    words[0] = "doctor";
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    CommandRun run = CommandRun.of("", words);
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
    return run;
  }

  private static String jwk(ForgeKey key, String without) {
    return Json.of(key.jwkMembers()).without(without).toString();
  }

  private static String set(String... keys) {
    return "{\"keys\":[" + String.join(",", keys) + "]}";
  }

  private CommandRun of(String jwks) {
    server.issuer(jwks);
    return doctor(server.url());
  }

  @Test
  void findsNothingWrongWithASoundServer() {
    CommandRun run = of(ForgeKey.jwks(RSA, CURVE));
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("✔ reachable ", "✔ issuer ", "✔ jwks_uri ", "✔ clock ", "✔ keyset ")
        .contains("2 of RSA, EC P-256", "kept for 5 min", "nothing to be mended")
        .doesNotContain("✖", "!");
  }

  @Test
  void takesATrailingSlashForWhatItIs() {
    server.issuer(ForgeKey.jwks(RSA));
    assertThat(doctor(server.url() + "/").status()).isZero();
  }

  @Test
  void readsAnOpenIdProviderBelowAPath() {
    String issuer = server.url() + "/realms/main";
    server.serve("/keys", ForgeKey.jwks(RSA));
    server.serve(
        "/realms/main/.well-known/openid-configuration",
        "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + server.url() + "/keys\"}");
    CommandRun run = doctor(issuer);
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out()).contains("! cache").contains("max-age");
  }

  @Test
  void readsAKeySetByItself() {
    server.issuer(ForgeKey.jwks(RSA));
    CommandRun run = doctor(server.url() + "/jwks.json");
    assertThat(run.status()).as(run.out()).isZero();
    assertThat(run.out()).contains("✔ keys").doesNotContain("issuer");
  }

  @Test
  void comparesTheIssuerWithItsAddress() {
    server.issuer(ForgeKey.jwks(RSA));
    server.serve(
        "/.well-known/oauth-authorization-server",
        "{\"issuer\":\"" + server.url() + "/\",\"jwks_uri\":\"" + server.url() + "/jwks.json\"}");
    CommandRun run = doctor(server.url());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out().replaceAll("\\s+", " ")).contains("✖ issuer", "slash at the end", "→ ");
  }

  @Test
  void tellsOfAKeySetThatIsNotThere() {
    server.serve(
        "/.well-known/oauth-authorization-server", "{\"issuer\":\"" + server.url() + "\"}");
    assertThat(doctor(server.url()).out()).contains("✖ jwks_uri");
    server.serve(
        "/.well-known/oauth-authorization-server",
        "{\"issuer\":\"" + server.url() + "\",\"jwks_uri\":\"" + server.url() + "/gone\"}");
    assertThat(doctor(server.url()).out()).contains("✖ keys", "answers 404");
  }

  @Test
  void tellsOfAnAlgorithmNone() {
    server.issuer(ForgeKey.jwks(RSA));
    server.serve(
        "/.well-known/oauth-authorization-server",
        "{\"issuer\":\""
            + server.url()
            + "\",\"jwks_uri\":\""
            + server.url()
            + "/jwks.json\",\"id_token_signing_alg_values_supported\":[\"RS256\",\"none\"]}");
    assertThat(doctor(server.url()).out()).contains("✖ alg", "offers alg none");
  }

  @Test
  void tellsOfBadKeys() {
    assertThat(of(set(jwk(RSA, "kty"))).out()).contains("✖ form", "✖ keys");
    String secret = ForgeKey.generate("HS256").jwk();
    CommandRun published = of(set(secret, RSA.jwk()));
    assertThat(published.status()).isEqualTo(1);
    assertThat(published.out())
        .contains("✖ private", "everybody can sign")
        .doesNotContain(Json.parse(secret).at("k").text());
    assertThat(of(set(ForgeKey.rsa("RS256", 1024, 65537).jwk())).out()).contains("✖ weak");
    assertThat(of(set(jwk(RSA, "kid"), CURVE.jwk())).out()).contains("✖ kid", "has no kid");
    assertThat(of(set(RSA.jwk(), CURVE.withKid("2026-01").jwk())).out())
        .contains("✖ kid", "two keys are called 2026-01");
    CommandRun nameless = of(set(jwk(RSA, "alg"), CURVE.jwk()));
    assertThat(nameless.status()).isZero();
    assertThat(nameless.out()).contains("! alg", "several families");
  }

  @Test
  void comparesClocks() {
    server.clock(CommandRun.NOW.minusSeconds(90));
    CommandRun run = of(ForgeKey.jwks(RSA));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("✖ clock", "clock is 1 min 30 s ahead of the server's");
    server.clock(CommandRun.NOW.plus(Duration.ofSeconds(10)));
    assertThat(of(ForgeKey.jwks(RSA)).out()).contains("! clock", "clock is 10 s behind");
  }

  @Test
  void comparesWhatAServiceHolds() {
    server.issuer(ForgeKey.jwks(RSA, CURVE));
    try (FakeServer service = new FakeServer()) {
      String address = service.url() + "/health";
      service.serve("/health", "{\"keyset_id\":\"k\",\"kids\":[\"2026-01\",\"ec-1\"]}");
      assertThat(doctor(server.url(), "--service", address).out())
          .contains("✔ service", "keyset k");
      service.serve(
          "/health",
          "{\"status\":\"UP\",\"details\":{\"keyset_id\":\"k\",\"kids\":[\"ec-1\"],"
              + "\"fetched_at\":\"2025-12-31T00:00:00Z\"}}");
      CommandRun behind = doctor(server.url(), "--service", address);
      assertThat(behind.status()).isEqualTo(1);
      assertThat(behind.out()).contains("✖ service", "lacks the key 2026-01, fetched 2025-12-31");
      service.serve("/health", "{\"keyset_id\":\"k\",\"kids\":[\"2026-01\",\"ec-1\",\"old\"]}");
      assertThat(doctor(server.url(), "--service", address).out())
          .contains("! service", "no longer published: old");
      service.clock(CommandRun.NOW.plusSeconds(60));
      assertThat(doctor(server.url(), "--service", address).out())
          .contains("✖ its clock", "1 min behind the service's");
      assertThat(doctor(server.url(), "--service", service.url() + "/none").err())
          .contains("is no health address of a service");
    }
  }

  @Test
  void saysWhenNothingAnswers() {
    CommandRun run = doctor("http://127.0.0.1:1");
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out()).contains("✖ reachable", "→ check the address");
    assertThat(doctor("nowhere").err()).contains("names no host");
  }

  @Test
  void jsonHasEveryFinding() {
    server.issuer(set(jwk(RSA, "alg")));
    Json json = Json.parse(CommandRun.of("", "doctor", server.url(), "--json").out());
    assertThat(json.at("healthy").isTrue()).isTrue();
    assertThat(json.at("findings").items())
        .extracting(finding -> finding.text("check"), finding -> finding.text("outcome"))
        .contains(tuple("issuer", "good"), tuple("alg", "fair"));
  }
}
