package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import signet.server.admin.Administration;
import signet.server.audit.AuditLog;

/** What resource servers learn of tokens, and how clients take them back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntrospectionIT {
  private static final String ORDERS = "https://orders.example.com";
  private static final String SECRET = "k7Qd0cGJ2mC5hGq1vW9rT3bN8sXyZ4aE6uF_pL-oiRw";
  private static final String INACTIVE = "{\"active\":false}";

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
            "session.rotations-per-hour",
            "0",
            "clients.orders.channel",
            "confidential",
            "clients.orders.secret-hashes",
            OauthClient.sha256(SECRET),
            "clients.orders.resource-servers",
            ORDERS,
            "clients.batch.channel",
            "confidential",
            "clients.batch.secret-hashes",
            OauthClient.sha256(SECRET),
            "clients.batch.audiences",
            ORDERS,
            "clients.phone.channel",
            "native",
            "clients.phone.audiences",
            ORDERS,
            "clients.phone.scopes",
            "orders:read",
            "clients.tablet.channel",
            "native",
            "clients.brief.channel",
            "native",
            "clients.brief.access-lifetime",
            "1s");
    oauth = new OauthClient(server);
    alice = server.addUser("alice", "clerk");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static JsonObject login() throws Exception {
    return new JsonObject(
        server.login("alice", RunningServer.PASSWORD, "client_id", "phone").body());
  }

  private static HttpResponse<String> introspect(String caller, String token) throws Exception {
    return oauth.basic(caller, SECRET, "/oauth2/introspect", "token", token);
  }

  private static boolean isActive(String token) throws Exception {
    return new JsonObject(introspect("orders", token).body()).getBoolean("active");
  }

  private static HttpResponse<String> revoke(String client, String token) throws Exception {
    return oauth.form("/oauth2/revoke", OauthClient.encode("client_id", client, "token", token));
  }

  private static JsonObject refresh(String token) throws Exception {
    return new JsonObject(
        oauth
            .form(
                "/oauth2/token",
                OauthClient.encode(
                    "grant_type", "refresh_token", "client_id", "phone", "refresh_token", token))
            .body());
  }

  @Test
  void aResourceServerLearnsWhatATokenIsWorth() throws Exception {
    JsonObject login = login();

    HttpResponse<String> response = introspect("orders", login.getString("access_token"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    JsonObject body = new JsonObject(response.body());
    assertThat(body.fieldNames())
        .containsExactlyInAnyOrder(
            "active",
            "token_type",
            "iss",
            "sub",
            "aud",
            "exp",
            "iat",
            "jti",
            "client_id",
            "scope",
            "sid",
            "auth_time",
            "roles",
            "authz_ver");
    assertThat(body.getBoolean("active")).isTrue();
    assertThat(body.getString("sub")).isEqualTo(alice);
    assertThat(body.getString("aud")).isEqualTo(ORDERS);
    assertThat(body.getString("sid")).isEqualTo(login.getString("session_id"));
  }

  @Test
  void whoeverIsNotItsResourceServerLearnsNothing() throws Exception {
    JsonObject login = login();
    String ours =
        new JsonObject(server.login("alice", RunningServer.PASSWORD, "client_id", "tablet").body())
            .getString("access_token");

    // batch may ask for tokens of that audience, which does not make it the resource server.
    assertThat(introspect("batch", login.getString("access_token")).body()).isEqualTo(INACTIVE);
    assertThat(introspect("orders", ours).body()).isEqualTo(INACTIVE);
    assertThat(introspect("orders", login.getString("refresh_token")).body()).isEqualTo(INACTIVE);
    assertThat(introspect("orders", "nonsense").body()).isEqualTo(INACTIVE);
    HttpResponse<String> phone =
        oauth.form(
            "/oauth2/introspect",
            OauthClient.encode("client_id", "phone", "token", login.getString("refresh_token")));
    assertThat(phone.statusCode()).isEqualTo(400);
    assertThat(phone.body()).isEqualTo("{\"error\":\"invalid_client\"}");
  }

  @Test
  void aTokenIsInactiveOnceItsSessionHasEnded() throws Exception {
    JsonObject login = login();
    assertThat(isActive(login.getString("access_token"))).isTrue();

    assertThat(revoke("phone", login.getString("refresh_token")).statusCode()).isEqualTo(200);

    assertThat(introspect("orders", login.getString("access_token")).body()).isEqualTo(INACTIVE);
    assertThat(refresh(login.getString("refresh_token")).getString("error"))
        .isEqualTo("invalid_grant");
  }

  @Test
  void aRefreshTokenOfAnyGenerationEndsTheSession() throws Exception {
    String first = login().getString("refresh_token");
    String second = refresh(first).getString("refresh_token");
    String third = refresh(second).getString("refresh_token");

    assertThat(revoke("phone", first).statusCode()).isEqualTo(200);

    assertThat(refresh(third).getString("error")).isEqualTo("invalid_grant");
  }

  @Test
  void anAccessTokenIsRevokedAlone() throws Exception {
    JsonObject login = login();

    assertThat(revoke("phone", login.getString("access_token")).statusCode()).isEqualTo(200);
    assertThat(revoke("phone", login.getString("access_token")).statusCode()).isEqualTo(200);

    assertThat(isActive(login.getString("access_token"))).isFalse();
    JsonObject next = refresh(login.getString("refresh_token"));
    assertThat(isActive(next.getString("access_token"))).isTrue();
  }

  @Test
  void whoRevokesAHundredOneByOneIsLoggedOutByTheNext() throws Exception {
    server.addUser("hasty", "clerk");
    JsonObject login =
        new JsonObject(server.login("hasty", RunningServer.PASSWORD, "client_id", "phone").body());
    for (int revoked = 0; revoked < 100; revoked++) {
      assertThat(revoke("phone", login.getString("access_token")).statusCode()).isEqualTo(200);
      login = refresh(login.getString("refresh_token"));
    }
    assertThat(isActive(login.getString("access_token"))).isTrue();

    assertThat(revoke("phone", login.getString("access_token")).statusCode()).isEqualTo(200);

    assertThat(isActive(login.getString("access_token"))).isFalse();
    assertThat(refresh(login.getString("refresh_token")).getString("error"))
        .isEqualTo("invalid_grant");
  }

  @Test
  void aTokenThatExpiredAMomentAgoIsRevokedForClocksThatAreBehind() throws Exception {
    String userId = server.addUser("late", "clerk");
    String token =
        new JsonObject(server.login("late", RunningServer.PASSWORD, "client_id", "brief").body())
            .getString("access_token");
    Instant ended = Instant.now().plusSeconds(1);
    await().until(() -> Instant.now().isAfter(ended));

    assertThat(revoke("brief", token).statusCode()).isEqualTo(200);

    try (Administration administration = LocalAdministration.open(server.config())) {
      AuditLog.Query query =
          new AuditLog.Query(
              Optional.empty(),
              Optional.empty(),
              Optional.of(userId),
              Optional.of("token-revoked"),
              10);
      assertThat(administration.audit().list(query)).hasSize(1);
    }
  }

  @Test
  void tokensOfOthersCannotBeRevoked() throws Exception {
    JsonObject login = login();

    for (String token : new String[] {"access_token", "refresh_token"}) {
      HttpResponse<String> response = revoke("tablet", login.getString(token));
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEmpty();
      assertThat(
              oauth
                  .basic("batch", SECRET, "/oauth2/revoke", "token", login.getString(token))
                  .statusCode())
          .isEqualTo(200);
    }

    assertThat(isActive(login.getString("access_token"))).isTrue();
    assertThat(refresh(login.getString("refresh_token")).containsKey("refresh_token")).isTrue();
  }

  @Test
  void aTokenThatNobodyMadeIsRevokedWithoutComplaint() throws Exception {
    for (String token : new String[] {"nonsense", "a.b.c", "A".repeat(84)}) {
      assertThat(revoke("phone", token).statusCode()).isEqualTo(200);
    }
    HttpResponse<String> none = oauth.form("/oauth2/revoke", "client_id=phone");
    assertThat(none.statusCode()).isEqualTo(400);
    assertThat(none.body()).isEqualTo("{\"error\":\"invalid_request\"}");
  }

  @Test
  void aClientsOwnTokenIsActiveUntilItIsRevoked() throws Exception {
    String token =
        new JsonObject(
                oauth
                    .basic("batch", SECRET, "/oauth2/token", "grant_type", "client_credentials")
                    .body())
            .getString("access_token");
    assertThat(isActive(token)).isTrue();

    oauth.basic("batch", SECRET, "/oauth2/revoke", "token", token);

    assertThat(isActive(token)).isFalse();
  }

  @Test
  void aChangedTokenIsInactive() throws Exception {
    String token = login().getString("access_token");
    int signature = token.lastIndexOf('.') + 1;
    byte[] bytes = Base64.getUrlDecoder().decode(token.substring(signature));
    bytes[5] ^= 1;

    assertThat(
            introspect(
                    "orders",
                    token.substring(0, signature)
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes))
                .body())
        .isEqualTo(INACTIVE);
  }
}
