package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.server.admin.Administration;
import signet.server.admin.AdministrationException;
import signet.server.admin.Refusal;
import signet.server.admin.ServedAdministration;
import signet.server.user.User;

/** The operations of an administrator: on the folder, through the socket, and over HTTP. */
final class AdministrationIT {
  private static final String PASSWORD = RunningServer.PASSWORD;
  private static final String GUIDE = "https://docs.example/debugging";

  @TempDir Path folder;
  private RunningServer server;

  @BeforeEach
  void start() {
    // Before the first start, so straight on the folder.
    try (Administration direct = LocalAdministration.open(RunningServer.config(folder))) {
      assertThat(direct).isNotInstanceOf(ServedAdministration.class);
      direct.users().add("root", PASSWORD, Set.of("admin"));
    }
    server = RunningServer.start(folder, "guide", GUIDE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void userAddedBeforeTheFirstStartCanLogIn() throws Exception {
    assertThat(server.login("root", PASSWORD).statusCode()).isEqualTo(200);
  }

  @Test
  void everyOneOfManyShortAnswersArrives() {
    try (Administration administration = administration()) {
      for (int i = 0; i < 1000; i++) {
        assertThat(administration.users().list(Optional.empty(), 10)).isNotEmpty();
      }
    }
  }

  @Test
  void commandsGoThroughTheSocketOfARunningServer() throws Exception {
    try (Administration administration = administration()) {
      assertThat(administration).isInstanceOf(ServedAdministration.class);

      User bob = administration.users().add("Bob", PASSWORD, Set.of("sales", "audit"));

      assertThat(bob.name()).isEqualTo("Bob");
      assertThat(bob.roles()).containsExactly("audit", "sales");
      assertThat(administration.users().list(Optional.empty(), 10))
          .extracting(User::name)
          .containsExactly("Bob", "root");
      assertThat(administration.users().list(Optional.of("bob"), 10))
          .extracting(User::name)
          .containsExactly("root");
      assertThat(administration.users().list(Optional.empty(), 1)).containsExactly(bob);
    }
    assertThat(server.login("bob", PASSWORD).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "ROOT, correct horse, sales, NAME_TAKEN",
    "a b, correct horse, sales, INVALID_NAME",
    "bob, short, sales, INVALID_PASSWORD",
    "bob, correct horse, no role, INVALID_ROLE",
  })
  void refusesTheSameThroughTheSocketAndOnTheFolder(
      String name, String password, String role, Refusal refusal) {
    AdministrationException throughSocket = refused(name, password, role);
    server.close();
    AdministrationException onFolder = refused(name, password, role);

    assertThat(throughSocket.refusal()).isEqualTo(onFolder.refusal()).isEqualTo(refusal);
    assertThat(throughSocket).hasMessage(onFolder.getMessage());
    assertThat(onFolder.getMessage()).doesNotContain(password);
  }

  private AdministrationException refused(String name, String password, String role) {
    try (Administration administration = administration()) {
      administration.users().add(name, password, Set.of(role));
      throw new AssertionError("was not refused");
    } catch (AdministrationException e) {
      return e;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 501})
  void refusesPagesThatAreNone(int limit) {
    try (Administration administration = administration()) {
      assertThatThrownBy(() -> administration.users().list(Optional.empty(), limit))
          .isInstanceOfSatisfying(
              AdministrationException.class,
              e -> assertThat(e.refusal()).isEqualTo(Refusal.INVALID_PAGE));
    }
  }

  @Test
  void socketIsForTheOwnerAlone() throws Exception {
    Path socket = folder.resolve("data/admin.sock");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
        .isEqualTo("rw-------");
  }

  @Test
  void socketLeftBehindByAKilledServerIsInNobodysWay() throws Exception {
    Path socket = folder.resolve("data/admin.sock");
    server.close();
    Files.deleteIfExists(socket);
    Files.createFile(socket);

    try (Administration direct = administration()) {
      assertThat(direct).isNotInstanceOf(ServedAdministration.class);
    }
    server = RunningServer.start(folder);
    try (Administration administration = administration()) {
      assertThat(administration.users().list(Optional.empty(), 10)).hasSize(1);
    }
  }

  @Test
  void aServerThatIsGoneIsSaidToBeUnavailable() {
    try (Administration administration = administration()) {
      server.close();

      assertThatThrownBy(() -> administration.users().list(Optional.empty(), 10))
          .isInstanceOfSatisfying(
              AdministrationException.class,
              e -> assertThat(e.refusal()).isEqualTo(Refusal.UNAVAILABLE));
    }
  }

  @Test
  void administratorsTokenOpensTheAdministration() throws Exception {
    String token = server.accessToken("root", "scope", "signet:admin");

    HttpResponse<String> added =
        server.send(
            server
                .request("/admin/users")
                .header("Authorization", "bearer " + token)
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofString(
                        "{\"name\":\"bob\",\"password\":\"correct horse\",\"roles\":[\"sales\"]}")));
    HttpResponse<String> listed = list("Bearer " + token);

    assertThat(added.statusCode()).isEqualTo(201);
    assertThat(added.body()).doesNotContain("correct horse", "argon2");
    JsonObject bob = new JsonObject(added.body());
    assertThat(bob.fieldNames())
        .containsExactly("id", "name", "roles", "authz_ver", "status", "created_at");
    assertThat(bob.getJsonArray("roles")).isEqualTo(new JsonArray(List.of("sales")));
    assertThat(listed.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(listed.body()).getJsonArray("users")).hasSize(2).contains(bob);
  }

  @Test
  void pagesNameTheirEnd() throws Exception {
    server.addUser("bob");
    String token = server.accessToken("root", "scope", "signet:admin");

    JsonObject first =
        new JsonObject(
            server.get("/admin/users?limit=1", "Authorization", "Bearer " + token).body());
    assertThat(first.getString("next")).isEqualTo("bob");
    assertThat(server.get("/admin/users?limit=x", "Authorization", "Bearer " + token).body())
        .contains("invalid-page");
  }

  @Test
  void challengesWhoShowsNoToken() throws Exception {
    for (HttpResponse<String> response :
        List.of(server.get("/admin/users"), list("Basic cm9vdDpyb290"), list("Bearer"))) {
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(challenge(response)).isEqualTo("Bearer realm=\"signet\"");
    }
  }

  @Test
  void refusesTwoAuthorizations() throws Exception {
    HttpResponse<String> response =
        server.get("/admin/users", "Authorization", "Bearer a", "Authorization", "Bearer b");

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(challenge(response))
        .isEqualTo(
            "Bearer realm=\"signet\", error=\"invalid_request\", error_uri=\""
                + GUIDE
                + "#invalid_request\"");
  }

  @Test
  void refusesATokenThatDoesNotVerify() throws Exception {
    String token = server.accessToken("root", "scope", "signet:admin");
    String unsigned = token.substring(0, token.lastIndexOf('.') + 1);

    assertInvalid(list("Bearer a.b.c"), "malformed");
    assertInvalid(
        list("Bearer " + token.substring(0, token.length() - 8) + "AAAAAAAA"), "bad_signature");
    assertThat(list("Bearer " + unsigned).statusCode()).isEqualTo(401);
  }

  @Test
  void refusesATokenWithoutTheScope() throws Exception {
    HttpResponse<String> response = list("Bearer " + server.accessToken("root"));

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(challenge(response))
        .isEqualTo(
            "Bearer realm=\"signet\", error=\"insufficient_scope\", scope=\"signet:admin\""
                + ", error_uri=\""
                + GUIDE
                + "#insufficient_scope\"");
  }

  @Test
  void usersWithoutTheRoleGetNoSuchToken() throws Exception {
    server.addUser("bob", "sales");

    assertThat(list("Bearer " + server.accessToken("bob", "scope", "signet:admin")).statusCode())
        .isEqualTo(403);
  }

  @Test
  void refusesATokenOfAnotherAudience(@TempDir Path other) throws Exception {
    try (RunningServer elsewhere =
        RunningServer.start(
            other, "clients.default.audiences", "https://api.example.com", "guide", GUIDE)) {
      elsewhere.addUser("root", "admin");
      String token = elsewhere.accessToken("root");

      HttpResponse<String> response =
          elsewhere.get("/admin/users", "Authorization", "Bearer " + token);

      assertInvalid(response, "wrong_audience");
      assertInvalid(list("Bearer " + token), "unknown_kid");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE user_account SET authz_ver = 2",
        "UPDATE user_account SET status = 'disabled'",
        "UPDATE session SET revoked_at_ms = 1",
        "UPDATE session SET abs_expires_at_ms = 1",
        "UPDATE session SET idle_expires_at_ms = 1",
        "DELETE FROM user_account",
      })
  void refusesATokenWhoseGroundHasGone(String change) throws Exception {
    String token = server.accessToken("root", "scope", "signet:admin");
    assertThat(list("Bearer " + token).statusCode()).isEqualTo(200);

    String url = "jdbc:sqlite:" + folder.resolve("data/signet.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA foreign_keys = ON");
      assertThat(statement.executeUpdate(change)).isPositive();
    }

    assertInvalid(list("Bearer " + token), "revoked");
  }

  private static void assertInvalid(HttpResponse<String> response, String reason) {
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(challenge(response))
        .isEqualTo(
            "Bearer realm=\"signet\", error=\"invalid_token\", reason=\""
                + reason
                + "\", error_uri=\""
                + GUIDE
                + "#"
                + reason
                + "\"");
    assertThat(new JsonObject(response.body()).getString("type")).isEqualTo("invalid-token");
  }

  private static String challenge(HttpResponse<String> response) {
    return response.headers().firstValue("WWW-Authenticate").orElseThrow();
  }

  private HttpResponse<String> list(String authorization) throws Exception {
    return server.get("/admin/users", "Authorization", authorization);
  }

  private Administration administration() {
    return LocalAdministration.open(RunningServer.config(folder));
  }
}
