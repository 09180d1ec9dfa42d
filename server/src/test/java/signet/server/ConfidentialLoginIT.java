package signet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import signet.server.admin.Administration;
import signet.server.session.Session;

/** Users who log in through a service that keeps a secret, and lifetimes of a client's own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConfidentialLoginIT {
  private static final String SECRET = "k7Qd0cGJ2mC5hGq1vW9rT3bN8sXyZ4aE6uF_pL-oiRw";

  @TempDir static Path folder;
  private static RunningServer server;
  private static OauthClient oauth;
  private static String alice;

  /** Where it keeps its data; SQLite unless a subclass says otherwise. */
  String[] storage() {
    return new String[0];
  }

  @BeforeAll
  void start() throws Exception {
    server =
        RunningServer.start(
            folder,
            storage(),
            "session.repeat-window",
            "0s",
            "clients.backend.channel",
            "confidential",
            "clients.backend.grants",
            "refresh_token",
            "clients.backend.secret-hashes",
            OauthClient.sha256(SECRET),
            "clients.backend.session-idle",
            "1h",
            "clients.backend.session-absolute",
            "2h",
            "clients.other.channel",
            "confidential",
            "clients.other.grants",
            "refresh_token,client_credentials",
            "clients.other.secret-hashes",
            OauthClient.sha256(SECRET),
            "clients.page.session-idle",
            "90m");
    oauth = new OauthClient(server);
    alice = server.addUser("alice");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static HttpResponse<String> login(String client, String authorization) throws Exception {
    return server.send(
        server
            .request("/session/login")
            .header("Content-Type", "application/json")
            .header("Authorization", authorization)
            .POST(
                BodyPublishers.ofString(
                    new JsonObject()
                        .put("username", "alice")
                        .put("password", RunningServer.PASSWORD)
                        .put("client_id", client)
                        .encode())));
  }

  private static JsonObject login() throws Exception {
    HttpResponse<String> response = login("backend", OauthClient.basic("backend", SECRET));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new JsonObject(response.body());
  }

  @Test
  void theServiceShowsItsSecretToLogAUserInAndToRefresh() throws Exception {
    String token = login().getString("refresh_token");

    HttpResponse<String> refreshed =
        oauth.basic(
            "backend",
            SECRET,
            "/oauth2/token",
            "grant_type",
            "refresh_token",
            "refresh_token",
            token);

    assertThat(refreshed.statusCode()).as(refreshed.body()).isEqualTo(200);
    assertThat(new JsonObject(refreshed.body()).getString("refresh_token")).isNotEqualTo(token);
  }

  @Test
  void withoutItNothingIsBegunOrRefreshed() throws Exception {
    String token = login().getString("refresh_token");

    assertThat(type(server.login("alice", RunningServer.PASSWORD, "client_id", "backend")))
        .isEqualTo("invalid-client");
    assertThat(type(login("backend", OauthClient.basic("backend", "wrong"))))
        .isEqualTo("invalid-client");
    assertThat(type(login("backend", OauthClient.basic("other", SECRET))))
        .isEqualTo("invalid-client");
    HttpResponse<String> bare =
        oauth.form(
            "/oauth2/token",
            OauthClient.encode(
                "grant_type", "refresh_token", "client_id", "backend", "refresh_token", token));
    assertThat(bare.body()).isEqualTo("{\"error\":\"invalid_client\"}");
    HttpResponse<String> atSession =
        server.post(
            "/session/refresh",
            new JsonObject().put("client_id", "backend").put("refresh_token", token).encode());
    assertThat(type(atSession)).isEqualTo("invalid-client");
    HttpResponse<String> anothers =
        oauth.basic(
            "other",
            SECRET,
            "/oauth2/token",
            "grant_type",
            "refresh_token",
            "refresh_token",
            token);
    assertThat(anothers.body()).isEqualTo("{\"error\":\"invalid_grant\"}");
  }

  private static String type(HttpResponse<String> response) {
    return new JsonObject(response.body()).getString("type");
  }

  @Test
  void itsOwnRefreshTokenIsActiveAsLongAsItWouldBeTaken() throws Exception {
    String first = login().getString("refresh_token");
    assertThat(isActive("backend", first)).isTrue();
    assertThat(isActive("other", first)).as("another client's").isFalse();

    oauth.basic("backend", SECRET, "/oauth2/revoke", "token", first);

    assertThat(isActive("backend", first)).isFalse();
  }

  private static boolean isActive(String client, String token) throws Exception {
    return new JsonObject(oauth.basic(client, SECRET, "/oauth2/introspect", "token", token).body())
        .getBoolean("active");
  }

  @Test
  void aClientThatDoesNotAskForItselfMayNot() throws Exception {
    assertThat(
            oauth
                .basic("backend", SECRET, "/oauth2/token", "grant_type", "client_credentials")
                .body())
        .isEqualTo("{\"error\":\"unauthorized_client\"}");
  }

  @Test
  void sessionsLiveAsLongAsTheClientWants() throws Exception {
    JsonObject login = login();
    oauth.basic(
        "backend",
        SECRET,
        "/oauth2/token",
        "grant_type",
        "refresh_token",
        "refresh_token",
        login.getString("refresh_token"));

    try (Administration socket = LocalAdministration.open(server.config())) {
      Session session =
          socket.sessions().list(Optional.of(alice), Optional.empty(), 500).stream()
              .filter(s -> s.sid().equals(login.getString("session_id")))
              .findFirst()
              .orElseThrow();
      assertThat(Duration.between(session.authTime(), session.idleExpiresAt()))
          .isBetween(Duration.ofHours(1), Duration.ofMinutes(65));
      assertThat(Duration.between(session.authTime(), session.absoluteExpiresAt()))
          .isEqualTo(Duration.ofHours(2));
    }
    assertThat(
            server
                .login("alice", RunningServer.PASSWORD, "client_id", "page")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow())
        .contains("Max-Age=5400;");
  }
}
