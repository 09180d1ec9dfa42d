package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.server.admin.Administration;
import signet.server.admin.AdministrationException;
import signet.server.admin.Refusal;
import signet.server.audit.AuditLog;
import signet.server.key.KeyState;
import signet.server.key.KeyStatus;

/** Keys that follow one another under a running server, and what operators can do with them. */
@Timeout(300)
@BesideOthers
final class KeysIT {
  private static final String[] QUICK = {"keys.max-age", "1s", "keys.margin", "0s"};

  @TempDir Path folder;
  private RunningServer server;

  private void start(String... settings) {
    server = RunningServer.start(folder, settings, "clients.phone.channel", "native");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Administration administration() {
    return LocalAdministration.open(server.config());
  }

  private List<KeyStatus> keys() {
    try (Administration administration = administration()) {
      return administration.keys().list();
    }
  }

  private KeyStatus only(KeyState state) {
    List<KeyStatus> those = keys().stream().filter(key -> key.state() == state).toList();
    assertThat(those).hasSize(1);
    return those.getFirst();
  }

  private JsonObject login() throws Exception {
    return new JsonObject(
        server.login("alice", RunningServer.PASSWORD, "client_id", "phone").body());
  }

  private HttpResponse<String> refresh(JsonObject session) throws Exception {
    return server.post(
        "/session/refresh",
        new JsonObject()
            .put("client_id", "phone")
            .put("refresh_token", session.getString("refresh_token"))
            .encode());
  }

  private int use(String accessToken) throws Exception {
    return server.get("/session/list", "Authorization", "Bearer " + accessToken).statusCode();
  }

  private static String kid(String accessToken) {
    String header = accessToken.substring(0, accessToken.indexOf('.'));
    return new JsonObject(new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8))
        .getString("kid");
  }

  private List<String> published() throws Exception {
    JsonArray keys =
        new JsonObject(server.get("/.well-known/jwks.json").body()).getJsonArray("keys");
    return keys.stream().map(key -> ((JsonObject) key).getString("kid")).toList();
  }

  private static void refused(Refusal refusal, Runnable operation) {
    assertThatThrownBy(operation::run)
        .isInstanceOfSatisfying(
            AdministrationException.class,
            e -> {
              assertThat(e.refusal()).isEqualTo(refusal);
              assertThat(e).hasMessageNotContaining("null");
            });
  }

  private void awaitStandbyPastGate() {
    try (Administration administration = administration()) {
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptionsInstanceOf(AdministrationException.class)
          .until(() -> !administration.keys().rotate(false).activeKid().isEmpty());
    }
  }

  @Test
  void aRotationBeforeTheGateIsRefusedUnlessForced() {
    start();
    KeyStatus standby = only(KeyState.PENDING);
    KeyStatus active = only(KeyState.ACTIVE);
    try (Administration administration = administration()) {
      refused(Refusal.KEY_NOT_READY, () -> administration.keys().rotate(false));
      assertThat(only(KeyState.ACTIVE).kid()).isEqualTo(active.kid());

      assertThat(administration.keys().rotate(true).activeKid()).isEqualTo(standby.kid());
    }
    assertThat(only(KeyState.RETIRING).kid()).isEqualTo(active.kid());
    assertThat(only(KeyState.PENDING).kid()).isNotIn(active.kid(), standby.kid());
  }

  @Test
  void aRotationRefusesNobody() throws Exception {
    start(QUICK);
    server.addUser("alice");
    JsonObject before = login();
    String token = before.getString("access_token");

    awaitStandbyPastGate();

    assertThat(use(token)).isEqualTo(200);
    HttpResponse<String> refreshed = refresh(before);
    assertThat(refreshed.statusCode()).isEqualTo(200);
    String next = new JsonObject(refreshed.body()).getString("access_token");
    assertThat(kid(next)).isNotEqualTo(kid(token)).isEqualTo(only(KeyState.ACTIVE).kid());
    assertThat(use(next)).isEqualTo(200);
    assertThat(published()).contains(kid(token), kid(next)).hasSize(3);
  }

  @Test
  void keysRotateByThemselves() {
    start(QUICK[0], QUICK[1], QUICK[2], QUICK[3], "keys.rotation", "1s");
    String first = keys().getFirst().kid();

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> keys().stream().filter(key -> key.state() == KeyState.RETIRING).count() >= 2);

    assertThat(keys().getFirst().kid()).isEqualTo(first);
    assertThat(keys()).filteredOn(key -> key.state() == KeyState.ACTIVE).hasSize(1);
    assertThat(keys().getFirst().nextAt().orElseThrow())
        .isAfter(keys().getFirst().since().plus(Duration.ofMinutes(15)));
  }

  @Test
  void aCompromisedKeysTokensAreRefusedAndTheNextRefreshWorks() throws Exception {
    start();
    server.addUser("alice");
    JsonObject session = login();
    String token = session.getString("access_token");
    String standby = only(KeyState.PENDING).kid();
    try (Administration administration = administration()) {
      assertThat(administration.keys().compromise(kid(token), false).activeKid())
          .isEqualTo(standby);

      assertThat(use(token)).isEqualTo(401);
      HttpResponse<String> refreshed = refresh(session);
      assertThat(refreshed.statusCode()).isEqualTo(200);
      String next = new JsonObject(refreshed.body()).getString("access_token");
      assertThat(kid(next)).isEqualTo(standby);
      assertThat(use(next)).isEqualTo(200);
      assertThat(published()).contains(standby).doesNotContain(kid(token)).hasSize(2);

      refused(Refusal.KEY_ENDED, () -> administration.keys().compromise(kid(token), false));
      refused(Refusal.KEY_ENDED, () -> administration.keys().retire(kid(token), true));
      refused(Refusal.NO_SUCH_KEY, () -> administration.keys().compromise("none", false));
      refused(Refusal.NO_SUCH_KEY, () -> administration.keys().compromise("../x y", false));
      assertThat(reasons(administration, "key-compromised"))
          .singleElement()
          .asString()
          .startsWith("kid " + kid(token) + " keyset ");
      assertThat(reasons(administration, "key-active")).hasSize(2);
    }
  }

  private static List<String> reasons(Administration administration, String event) {
    return administration
        .audit()
        .list(
            new AuditLog.Query(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(event), 100))
        .stream()
        .map(row -> row.event().reason())
        .toList();
  }

  @Test
  void aCompromiseEndsSessionsWhereThatIsSaid() throws Exception {
    start();
    server.addUser("alice");
    JsonObject session = login();
    try (Administration administration = administration()) {
      assertThat(
              administration
                  .keys()
                  .compromise(kid(session.getString("access_token")), true)
                  .endedSessions())
          .isEqualTo(1);
    }
    assertThat(new JsonObject(refresh(session).body()).getString("type"))
        .isEqualTo("session-ended");
  }

  @Test
  void aCompromiseWithoutAServerCountsFromItsStartOn() throws Exception {
    start("issuer", "http://localhost:8420");
    server.addUser("alice");
    JsonObject session = login();
    String token = session.getString("access_token");
    server.close();
    try (Administration direct = LocalAdministration.open(server.config())) {
      direct.keys().compromise(kid(token), false);
    }

    start("issuer", "http://localhost:8420");

    assertThat(use(token)).isEqualTo(401);
    assertThat(refresh(session).statusCode()).isEqualTo(200);
  }

  @Test
  void aKeyThatIsNeededIsNotRetiredUnlessForced() {
    start();
    try (Administration administration = administration()) {
      String first = only(KeyState.ACTIVE).kid();
      refused(Refusal.KEY_IN_USE, () -> administration.keys().retire(first, false));
      String standby = only(KeyState.PENDING).kid();
      refused(Refusal.KEY_IN_USE, () -> administration.keys().retire(standby, false));
      administration.keys().rotate(true);
      refused(Refusal.KEY_IN_USE, () -> administration.keys().retire(first, false));

      administration.keys().retire(first, true);
      refused(Refusal.KEY_ENDED, () -> administration.keys().retire(first, true));
      String newest = only(KeyState.PENDING).kid();
      // The only one that signs: another does in its place at once.
      assertThat(administration.keys().retire(standby, true).activeKid()).isEqualTo(newest);
    }
    assertThat(only(KeyState.ACTIVE)).isNotNull();
    assertThat(only(KeyState.PENDING)).isNotNull();
  }

  @Test
  void operationsAreForAdministratorsOverHttpToo() throws Exception {
    start();
    server.addUser("root", "admin");
    String token = server.accessToken("root", "scope", "signet:admin");

    HttpResponse<String> list = server.get("/admin/keys", "Authorization", "Bearer " + token);

    assertThat(list.statusCode()).isEqualTo(200);
    assertThat(list.body()).doesNotContain("\"d\"").contains(kid(token));
    assertThat(server.get("/admin/keys").statusCode()).isEqualTo(401);
    assertThat(server.post("/admin/keys/rotate", "{}").statusCode()).isEqualTo(401);
    HttpResponse<String> early =
        server.send(
            server
                .request("/admin/keys/rotate")
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    assertThat(early.statusCode()).isEqualTo(409);
    assertThat(new JsonObject(early.body()).getString("type")).isEqualTo("key-not-ready");
  }

  @Test
  void monitoringSeesAgeRotationAndSignatures() throws Exception {
    start();
    server.addUser("alice");
    String token = login().getString("access_token");

    String metrics;
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI uri = URI.create(server.server().managementUrl() + "/metrics");
      metrics = http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }

    assertThat(metrics)
        .contains("signet_key_signatures_total{kid=\"" + kid(token) + "\"} 1.0")
        .containsPattern("signet_key_rotation_due_days 29\\.9")
        .containsPattern("signet_key_active_age_seconds \\d")
        .contains("signet_key_usable 1.0");
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(only(KeyState.ACTIVE).liveTokensAtMost()).isEqualTo(1));
  }
}
