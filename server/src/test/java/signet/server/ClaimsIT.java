package signet.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;
import signet.jose.jwa.Curve;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwa.JweEncryption;
import signet.jose.jwe.JweDecrypter;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.UnverifiedJwt;
import signet.jose.jwt.VerifiedJwt;
import signet.server.admin.Administration;
import signet.server.token.AccessTokenIssuer;

/** What access tokens say of users' attributes, how large they may be, and who can read them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClaimsIT {
  private static final String API = "https://api.example.com";
  private static final PrivateJwk RECIPIENT =
      PrivateJwk.generateForAgreement(Curve.X25519).withKid("api");

  @TempDir static Path folder;
  private static RunningServer server;
  private static String alice;
  private static String bob;
  private static String admin;

  /** Where it keeps its data; SQLite unless a subclass says otherwise. */
  String[] storage() {
    return new String[0];
  }

  @BeforeAll
  void start() throws Exception {
    Path key = Files.writeString(folder.resolve("api.jwk"), RECIPIENT.toPublic().toJson());
    server =
        RunningServer.start(
            folder,
            storage(),
            "session.repeat-window",
            "0s",
            "clients.phone.channel",
            "native",
            "clients.phone.claims.department",
            "dept",
            "clients.phone.claims.teams",
            "https://example.com/teams",
            "clients.phone.claims.notes",
            "notes",
            "clients.tablet.channel",
            "native",
            "clients.tablet.claims.notes",
            "notes",
            "clients.sealed.channel",
            "native",
            "clients.sealed.audiences",
            API,
            "clients.sealed.encryption.key",
            key.toString());
    alice = server.addUser("alice");
    bob = server.addUser("bob");
    server.addUser("root", "admin");
    admin = server.accessToken("root", "scope", "signet:admin");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static HttpResponse<String> patch(String user, String json) throws Exception {
    return server.send(
        server
            .request("/admin/users/" + user + "/attributes")
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + admin)
            .method("PATCH", BodyPublishers.ofString(json)));
  }

  private static JsonObject login(String user, String client) throws Exception {
    return new JsonObject(server.login(user, RunningServer.PASSWORD, "client_id", client).body());
  }

  private static Map<String, Object> claims(JsonObject reply) throws Exception {
    return UnverifiedJwt.parse(reply.getString("access_token")).unverifiedClaims().toMap();
  }

  private static HttpResponse<String> refresh(String client, String token) throws Exception {
    return new OauthClient(server)
        .form(
            "/oauth2/token",
            OauthClient.encode(
                "grant_type", "refresh_token", "client_id", client, "refresh_token", token));
  }

  @Test
  void attributesAreShownAsTheClientMapsThem() throws Exception {
    assertThat(
            patch(alice, "{\"department\":\"sales\",\"teams\":[\"a\",\"b\"],\"level\":3}")
                .statusCode())
        .isEqualTo(200);

    JsonObject login = login("alice", "phone");
    assertThat(claims(login))
        .containsEntry("dept", "sales")
        .containsEntry("https://example.com/teams", List.of("a", "b"))
        .doesNotContainKeys("level", "department", "notes");
    assertThat(claims(login("alice", "default"))).doesNotContainKeys("dept", "department");

    patch(alice, "{\"department\":\"support\",\"teams\":null}");
    HttpResponse<String> refreshed = refresh("phone", login.getString("refresh_token"));
    assertThat(claims(new JsonObject(refreshed.body())))
        .containsEntry("dept", "support")
        .doesNotContainKey("https://example.com/teams");
  }

  @Test
  void anAdministratorReadsAttributes() throws Exception {
    try (Administration socket = LocalAdministration.open(server.config())) {
      Map<String, Object> set = Map.of("a", 1L, "b", true, "c", List.of("x"), "d", "text");
      assertThat(socket.attributes().change(alice, set, Set.of())).containsAllEntriesOf(set);
      assertThat(socket.attributes().change(alice, Map.of(), Set.of("a", "b", "c")))
          .containsKey("d")
          .doesNotContainKeys("a", "b", "c");
    }
    JsonObject read =
        new JsonObject(
            server
                .get("/admin/users/" + alice + "/attributes", "Authorization", "Bearer " + admin)
                .body());
    assertThat(read.getJsonObject("attributes").getString("d")).isEqualTo("text");
    assertThat(server.get("/admin/users/" + alice + "/attributes").statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"password\":\"x\"}     | invalid-attribute",
        "{\"two words\":\"x\"}    | invalid-attribute",
        "{\"a\":1e999999}         | invalid-attribute",
        "{\"a\":{}}               | invalid-field",
        "{\"a\":[1]}              | invalid-field",
        "[]                       | malformed-json",
      })
  void otherAttributesAreRefused(String body, String type) throws Exception {
    HttpResponse<String> response = patch(alice, body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(response.body()).getString("type")).isEqualTo(type);
  }

  @Test
  void attributesOfNobodyAreNotThere() throws Exception {
    assertThat(patch("usr_nobody", "{\"a\":1}").statusCode()).isEqualTo(404);
  }

  @Test
  void aTokenAbove4KiBIsRefusedAndNothingIsBegun() throws Exception {
    JsonObject before = login("bob", "phone");
    JsonArray notes = new JsonArray();
    for (int i = 0; i < 20; i++) {
      notes.add("x".repeat(200));
    }
    assertThat(patch(bob, new JsonObject().put("notes", notes).encode()).statusCode())
        .isEqualTo(200);

    HttpResponse<String> refused =
        server.login("bob", RunningServer.PASSWORD, "client_id", "phone");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(refused.body()).getString("type")).isEqualTo("token-too-large");
    HttpResponse<String> refresh = refresh("phone", before.getString("refresh_token"));
    assertThat(refresh.statusCode()).isEqualTo(400);
    assertThat(refresh.body()).isEqualTo("{\"error\":\"invalid_request\"}");
    try (Administration socket = LocalAdministration.open(server.config())) {
      assertThat(socket.sessions().list(Optional.of(bob), Optional.empty(), 10)).hasSize(1);
    }

    patch(bob, "{\"notes\":null}");
    assertThat(refresh("phone", before.getString("refresh_token")).statusCode())
        .as("the session lives on")
        .isEqualTo(200);
  }

  @Test
  void aTokenAbove2KiBIsWarnedOfOnceAMinute() throws Exception {
    String carol = server.addUser("carol");
    JsonArray notes = new JsonArray();
    for (int i = 0; i < 10; i++) {
      notes.add("x".repeat(200));
    }
    patch(carol, new JsonObject().put("notes", notes).encode());
    Logger log = (Logger) LoggerFactory.getLogger(AccessTokenIssuer.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try {
      assertThat(login("carol", "phone").containsKey("access_token")).isTrue();
      assertThat(login("carol", "phone").containsKey("access_token")).isTrue();
    } finally {
      log.detachAppender(lines);
    }

    assertThat(lines.list)
        .filteredOn(line -> line.getLevel() == Level.WARN)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "header and claims of an access token pass 2 KiB; above 4 KiB it is refused");
  }

  @Test
  void refusalsOfOneClientAreLoggedOnceAMinute() throws Exception {
    String dave = server.addUser("dave");
    JsonArray notes = new JsonArray();
    for (int i = 0; i < 20; i++) {
      notes.add("x".repeat(200));
    }
    patch(dave, new JsonObject().put("notes", notes).encode());
    Logger log = (Logger) LoggerFactory.getLogger(AccessTokenIssuer.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try {
      for (int i = 0; i < 3; i++) {
        assertThat(server.login("dave", RunningServer.PASSWORD, "client_id", "tablet").statusCode())
            .isEqualTo(400);
      }
    } finally {
      log.detachAppender(lines);
    }

    assertThat(lines.list)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getLevel()).isEqualTo(Level.ERROR);
              assertThat(line.getFormattedMessage()).startsWith("access tokens are refused");
            });
  }

  @Test
  void aClientGetsItsTokensEncryptedForItsApi() throws Exception {
    String token = login("alice", "sealed").getString("access_token");

    assertThat(token.split("\\.")).hasSize(5);
    VerifiedJwt verified =
        JwtVerifier.accessToken(server.url(), API)
            .keys(JwkSet.parsePublished(server.get("/.well-known/jwks.json").body()))
            .nested(
                JweDecrypter.builder()
                    .keys(JwkSet.of(RECIPIENT))
                    .algorithms(JweAlgorithm.ECDH_ES)
                    .encryptions(JweEncryption.A256GCM)
                    .build())
            .build()
            .verifyOrThrow(token);
    assertThat(verified.subject()).contains(alice);
  }

  @Test
  void whatTheServerCannotReadItDoesNotPretendToRevoke() throws Exception {
    JsonObject login = login("alice", "sealed");

    HttpResponse<String> response = revoke(login.getString("access_token"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo("{\"error\":\"unsupported_token_type\"}");
    assertThat(revoke(login.getString("refresh_token")).statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> revoke(String token) throws Exception {
    return new OauthClient(server)
        .form("/oauth2/revoke", OauthClient.encode("client_id", "sealed", "token", token));
  }

  @Test
  void tokensForTheServerItselfStayReadableForIt() throws Exception {
    String token =
        new JsonObject(
                server
                    .login(
                        "alice",
                        RunningServer.PASSWORD,
                        "client_id",
                        "sealed",
                        "resource",
                        server.url())
                    .body())
            .getString("access_token");

    assertThat(server.get("/session/list", "Authorization", "Bearer " + token).statusCode())
        .isEqualTo(200);
  }
}
