package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwks.FileKeySource;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.server.admin.Administration;
import signet.server.admin.ServedAdministration;
import signet.server.key.SecretExport;

/** Tokens signed with a secret that one service shares. */
@Timeout(120)
@BesideOthers
final class HmacIT {
  private static final String[] SETTINGS = {
    "tokens.access.algorithm",
    "HS256",
    "keys.rotation",
    "1s",
    "keys.max-age",
    "1s",
    "keys.margin",
    "0s"
  };

  @TempDir Path folder;
  private RunningServer server;

  @BeforeEach
  void start() {
    server = RunningServer.start(folder, SETTINGS);
    server.addUser("alice", "admin");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Administration administration() {
    Administration administration =
        LocalAdministration.open(RunningServer.config(folder, SETTINGS));
    assertThat(administration).isInstanceOf(ServedAdministration.class);
    return administration;
  }

  private static JsonObject header(String token) {
    String part = token.substring(0, token.indexOf('.'));
    return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
  }

  private String signingKid() throws Exception {
    return header(server.accessToken("alice")).getString("kid");
  }

  @Test
  void aServiceThatFollowsTheFileVerifiesAndANewSecretWaitsForItsExport() throws Exception {
    String first = server.accessToken("alice");
    assertThat(header(first).getString("alg")).isEqualTo("HS256");
    Path file = folder.resolve("secrets.jwks");
    try (Administration administration = administration()) {
      SecretExport.Secrets secrets = administration.secrets().export();
      assertThat(secrets.kids()).hasSize(2).contains(header(first).getString("kid"));
      Files.writeString(file, secrets.jwkSet());
      FileKeySource source = FileKeySource.watch(file, Duration.ofMillis(1), failure -> {});
      JwtVerifier service =
          JwtVerifier.accessToken(server.url(), server.url())
              .keys(source)
              .algorithms(JwsAlgorithm.HS256)
              .build();
      assertVerified(service, first);

      // Overdue from the first second on, and nobody has reported the delivery.
      String kid = signingKid();
      await()
          .during(Duration.ofMillis(2_500))
          .atMost(Duration.ofSeconds(30))
          .until(() -> signingKid().equals(kid));
      assertThat(administration.secrets().delivered(secrets.kids())).isPresent();
      await().atMost(Duration.ofSeconds(60)).until(() -> !signingKid().equals(kid));

      String second = server.accessToken("alice");
      assertThat(secrets.kids()).contains(header(second).getString("kid"));
      assertVerified(service, second);
      assertVerified(service, first);
      // The next export has the one after it, too.
      SecretExport.Secrets next = administration.secrets().export();
      assertThat(next.kids()).hasSize(3).containsAll(secrets.kids());
      Files.writeString(file, next.jwkSet());
      assertVerified(service, second);
    }
    for (String token : new String[] {first, server.accessToken("alice")}) {
      HttpResponse<String> own = server.get("/session/list", "Authorization", "Bearer " + token);
      assertThat(own.statusCode()).as(own.body()).isEqualTo(200);
    }
  }

  private static void assertVerified(JwtVerifier service, String token) {
    assertThat(service.verify(token)).isInstanceOf(Verification.Verified.class);
  }

  @Test
  void secretsAreNeverOnTheNetwork() throws Exception {
    assertThat(server.get("/.well-known/jwks.json").body()).isEqualTo("{\"keys\":[]}");
    assertThat(server.get("/health/ready").statusCode()).isEqualTo(200);
    String token = server.accessToken("alice", "scope", "signet:admin");
    for (String path : new String[] {"/admin/secrets", "/admin/secrets/delivered"}) {
      assertThat(server.get(path, "Authorization", "Bearer " + token).statusCode()).isEqualTo(404);
    }
    try (Administration administration = administration()) {
      SecretExport.Secrets secrets = administration.secrets().export();
      assertThat(secrets.toString()).isEqualTo("Secrets" + secrets.kids());
    }
  }

  /** The service could make such a token itself. */
  @Test
  void aTokenUnderASharedSecretDoesNotOpenTheAdministration() throws Exception {
    String token = server.accessToken("alice", "scope", "signet:admin");

    HttpResponse<String> refused = server.get("/admin/users", "Authorization", "Bearer " + token);

    assertThat(refused.statusCode()).isEqualTo(403);
  }

  @Test
  void aLeakedSecretIsWithdrawn() throws Exception {
    String token = server.accessToken("alice");
    try (Administration administration = administration()) {
      administration.keys().compromise(header(token).getString("kid"), false);
      assertThat(administration.secrets().export().kids())
          .doesNotContain(header(token).getString("kid"));
    }
    assertThat(server.get("/session/list", "Authorization", "Bearer " + token).statusCode())
        .isEqualTo(401);
    String next = server.accessToken("alice");
    assertThat(server.get("/session/list", "Authorization", "Bearer " + next).statusCode())
        .isEqualTo(200);
  }

  @Test
  void aFreshSecretHas256BitsAndARandomName() throws Exception {
    try (Administration administration = administration()) {
      JsonObject set = new JsonObject(administration.secrets().export().jwkSet());
      Set<Object> names = new HashSet<>();
      for (Object entry : set.getJsonArray("keys")) {
        JsonObject jwk = (JsonObject) entry;
        assertThat(Base64.getUrlDecoder().decode(jwk.getString("k"))).hasSize(32);
        assertThat(jwk.getString("alg")).isEqualTo("HS256");
        names.add(jwk.getString("kid"));
      }
      assertThat(names).hasSize(2);
    }
  }
}
