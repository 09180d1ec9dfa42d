package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
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
import signet.server.account.RoleEdit;
import signet.server.admin.Administration;
import signet.server.admin.AdministrationException;
import signet.server.admin.Refusal;
import signet.server.audit.AuditLog;
import signet.server.audit.AuditRecord;
import signet.server.session.Session;
import signet.server.user.User;

/** What administrators do to users and sessions, and what the record says of it. */
final class AccountsIT {
  private static final String PASSWORD = RunningServer.PASSWORD;
  private static final String NEW_PASSWORD = "battery staple";

  @TempDir Path folder;
  private RunningServer server;
  private String alice;

  @BeforeEach
  void start() {
    server =
        RunningServer.start(
            folder, "clients.phone.channel", "native", "session.repeat-window", "0s");
    server.addUser("root", "admin");
    alice = server.addUser("alice", "clerk", "sales");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void rolesChangeWithTheNextRefreshAndAtOnceForTokensThatAreOut() throws Exception {
    JsonObject login = login("alice", PASSWORD);
    String before = login.getString("access_token");
    assertThat(ownSessions(before).statusCode()).isEqualTo(200);

    JsonObject changed =
        admin(
            "PATCH",
            "/admin/users/" + alice,
            """
        {"add_roles":["audit"],"remove_roles":["clerk","none"]}""",
            200);

    assertThat(changed.getJsonArray("roles")).isEqualTo(new JsonArray(List.of("audit", "sales")));
    assertThat(changed.getLong("authz_ver")).isEqualTo(2);
    assertThat(ownSessions(before).statusCode()).isEqualTo(401);
    JsonObject refreshed = new JsonObject(refresh(login).body());
    assertThat(ownSessions(refreshed.getString("access_token")).statusCode()).isEqualTo(200);
    assertThat(claims(refreshed).getJsonArray("roles"))
        .isEqualTo(new JsonArray(List.of("audit", "sales")));
    assertThat(claims(refreshed).getLong("authz_ver")).isEqualTo(2);
  }

  @Test
  void whatChangesNothingRaisesNothing() {
    try (Administration administration = administration()) {
      User same =
          administration.users().editRoles(alice, new RoleEdit(Set.of("clerk"), Set.of("none")));
      User enabled = administration.users().setEnabled(alice, true);

      assertThat(same.authzVersion()).isEqualTo(1);
      assertThat(enabled.authzVersion()).isEqualTo(1);
      assertThat(events(administration, alice)).containsExactly("user-added");
    }
  }

  @Test
  void disabledUserNeitherLogsInNorRefreshesUntilEnabledAgain() throws Exception {
    JsonObject login = login("alice", PASSWORD);

    JsonObject user = admin("PATCH", "/admin/users/" + alice, "{\"status\":\"disabled\"}", 200);
    assertThat(user.getString("status")).isEqualTo("disabled");
    assertThat(server.login("alice", PASSWORD).statusCode()).isEqualTo(400);
    assertThat(refresh(login).statusCode()).isEqualTo(400);
    assertThat(ownSessions(login.getString("access_token")).statusCode()).isEqualTo(401);

    admin("PATCH", "/admin/users/" + alice, "{\"status\":\"enabled\"}", 200);
    assertThat(refresh(login).statusCode()).isEqualTo(200);
    assertThat(server.login("alice", PASSWORD).statusCode()).isEqualTo(200);
  }

  @Test
  void resetOfThePasswordEndsEverySession() throws Exception {
    JsonObject one = login("alice", PASSWORD);
    JsonObject other = login("alice", PASSWORD);

    admin(
        "POST",
        "/admin/users/" + alice + "/password",
        "{\"password\":\"" + NEW_PASSWORD + "\"}",
        204);

    assertThat(refresh(one).statusCode()).isEqualTo(400);
    assertThat(refresh(other).statusCode()).isEqualTo(400);
    assertThat(server.login("alice", PASSWORD).statusCode()).isEqualTo(400);
    assertThat(server.login("alice", NEW_PASSWORD).statusCode()).isEqualTo(200);
  }

  @Test
  void everyOperationWorksThroughTheSocketAndOnTheFolder() throws Exception {
    login("alice", PASSWORD);
    try (Administration throughSocket = administration()) {
      exercise(throughSocket);
    }
    login("alice", PASSWORD);
    server.close();
    try (Administration onFolder = administration()) {
      exercise(onFolder);
      assertThat(events(onFolder, alice)).contains("password-reset", "session-revoked");
    }
  }

  private void exercise(Administration administration) {
    User found = administration.users().find("ALICE").orElseThrow();
    assertThat(administration.users().get(alice)).isEqualTo(found);
    assertThat(administration.users().find("nobody")).isEmpty();
    assertThat(administration.users().find("not a name")).isEmpty();
    User edited =
        administration.users().editRoles(alice, new RoleEdit(Set.of("new"), Set.of("sales")));
    assertThat(edited.roles()).containsExactly("clerk", "new");
    administration.users().editRoles(alice, new RoleEdit(Set.of("sales"), Set.of("new")));
    assertThat(administration.users().setEnabled(alice, false).enabled()).isFalse();
    assertThat(administration.users().setEnabled(alice, true).enabled()).isTrue();

    List<Session> sessions =
        administration.sessions().list(Optional.of(alice), Optional.empty(), 10);
    assertThat(sessions).hasSize(1);
    administration.sessions().revoke(sessions.getFirst().sid());
    assertRefused(
        Refusal.NO_SUCH_SESSION, () -> administration.sessions().revoke(sessions.getFirst().sid()));
    assertRefused(Refusal.NO_SUCH_SESSION, () -> administration.sessions().revoke("no/sid"));
    assertThat(administration.sessions().revokeAll(alice)).isZero();

    administration.users().resetPassword(alice, PASSWORD);
    assertRefused(
        Refusal.INVALID_PASSWORD, () -> administration.users().resetPassword(alice, "short"));
    assertRefused(Refusal.NO_SUCH_USER, () -> administration.users().get("usr_none"));
    assertRefused(Refusal.NO_SUCH_USER, () -> administration.users().setEnabled("usr_none", false));
    assertRefused(
        Refusal.INVALID_ROLE,
        () -> administration.users().editRoles(alice, new RoleEdit(Set.of("no role"), Set.of())));
  }

  private static void assertRefused(Refusal refusal, Runnable operation) {
    assertThatThrownBy(operation::run)
        .isInstanceOfSatisfying(
            AdministrationException.class, e -> assertThat(e.refusal()).isEqualTo(refusal));
  }

  @Test
  void listsEverybodysSessionsInPages() throws Exception {
    List<String> begun = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      begun.add(login("alice", PASSWORD).getString("session_id"));
    }
    try (Administration administration = administration()) {
      List<Session> all = administration.sessions().list(Optional.empty(), Optional.empty(), 10);
      assertThat(all).extracting(Session::sid).containsExactlyInAnyOrderElementsOf(begun);
      List<Session> paged = new ArrayList<>();
      Optional<String> after = Optional.empty();
      for (int page = 0; page < 3; page++) {
        List<Session> next = administration.sessions().list(Optional.empty(), after, 2);
        paged.addAll(next);
        after = next.stream().reduce((first, second) -> second).map(Session::sid);
      }
      assertThat(paged).isEqualTo(all);
    }
  }

  @Test
  void endsOneUsersSessionsOverHttpAndNobodyElses() throws Exception {
    server.addUser("bob");
    JsonObject alices = login("alice", PASSWORD);
    JsonObject bobs = login("bob", PASSWORD);

    assertThat(admin("DELETE", "/admin/sessions", "", 400).getString("type"))
        .isEqualTo("missing-field");
    assertThat(admin("DELETE", "/admin/sessions?user=" + alice, "", 200).getInteger("ended"))
        .isEqualTo(1);

    assertThat(refresh(alices).statusCode()).isEqualTo(400);
    JsonObject refreshed = new JsonObject(refresh(bobs).body());
    admin("DELETE", "/admin/sessions/" + bobs.getString("session_id"), "", 204);
    assertThat(refresh(refreshed).statusCode()).isEqualTo(400);
  }

  @Test
  void fenceEndsEverySession() throws Exception {
    JsonObject alices = login("alice", PASSWORD);

    // The administrator's own is one of them.
    assertThat(admin("POST", "/admin/sessions/fence", "{}", 200).getInteger("ended")).isEqualTo(2);

    assertThat(refresh(alices).statusCode()).isEqualTo(400);
    try (Administration administration = administration()) {
      assertThat(administration.sessions().list(Optional.empty(), Optional.empty(), 10)).isEmpty();
    }
  }

  @Test
  void recordTellsWhoDidWhatToWhomFromWhereAndWhatCameOfIt() throws Exception {
    String root = login("root", PASSWORD, "scope", "signet:admin").getString("access_token");
    HttpResponse<String> refused = server.login("alice", "wrong password");
    server.login("nobody-" + PASSWORD.hashCode(), "wrong password");
    send("PATCH", "/admin/users/" + alice, root, "{\"status\":\"disabled\"}");
    server.login("alice", PASSWORD);

    JsonArray events =
        new JsonObject(send("GET", "/admin/audit?user=" + alice, root, "").body())
            .getJsonArray("events");
    assertThat(events.stream().map(event -> summary((JsonObject) event)))
        .containsExactly(
            "user-added done null",
            "login refused wrong-password",
            "user-disabled done null",
            "login refused user-disabled");
    JsonObject wrong = events.getJsonObject(1);
    assertThat(wrong.getString("address")).isEqualTo("127.0.0.1");
    assertThat(wrong.getString("actor")).isEqualTo("client default");
    assertThat(wrong.getString("correlation_id"))
        .isEqualTo(refused.headers().firstValue("X-Correlation-Id").orElseThrow());
    assertThat(events.getJsonObject(2).getString("actor")).startsWith("usr_").isNotEqualTo(alice);

    HttpResponse<String> logins = send("GET", "/admin/audit?event=login&limit=3", root, "");
    JsonObject page = new JsonObject(logins.body());
    assertThat(page.getJsonArray("events").stream().map(event -> summary((JsonObject) event)))
        .containsExactly(
            "login done null", "login refused wrong-password", "login refused unknown-user");
    assertThat(logins.body()).doesNotContain("nobody");
    HttpResponse<String> rest =
        send("GET", "/admin/audit?event=login&after=" + page.getString("next"), root, "");
    assertThat(new JsonObject(rest.body()).getJsonArray("events")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"after=x", "after=1", "since=yesterday", "limit=0", "limit=501"})
  void refusesPagesOfTheRecordThatAreNone(String query) throws Exception {
    assertThat(admin("GET", "/admin/audit?" + query, "", 400).getString("type"))
        .isEqualTo("invalid-page");
  }

  @ParameterizedTest
  @CsvSource({
    "PATCH, '{\"status\":\"gone\"}', 400, invalid-field",
    "PATCH, '{\"add_roles\":\"clerk\"}', 400, invalid-field",
    "PATCH, '{\"add_roles\":[\"no role\"]}', 400, invalid-role",
    "GET, '', 200, ",
    "POST, '{}', 405, method-not-allowed"
  })
  void answersWhatIsWrongWithAChange(String method, String body, int status, String type)
      throws Exception {
    assertThat(admin(method, "/admin/users/" + alice, body, status).getString("type"))
        .isEqualTo(type);
  }

  @Test
  void nobodyElseChangesUsers() throws Exception {
    String token = login("alice", PASSWORD, "scope", "signet:admin").getString("access_token");

    for (String path : List.of("/admin/users/" + alice, "/admin/sessions", "/admin/audit")) {
      assertThat(send("GET", path, token, "").statusCode()).as(path).isIn(403, 405);
    }
    assertThat(
            send("PATCH", "/admin/users/" + alice, token, "{\"add_roles\":[\"admin\"]}")
                .statusCode())
        .isEqualTo(403);
  }

  private static String summary(JsonObject event) {
    return event.getString("event")
        + " "
        + event.getString("outcome")
        + " "
        + event.getString("reason");
  }

  private static List<String> events(Administration administration, String user) {
    AuditLog.Query query =
        new AuditLog.Query(
            Optional.empty(), Optional.empty(), Optional.of(user), Optional.empty(), 500);
    return administration.audit().list(query).stream()
        .map(AuditRecord::event)
        .map(event -> event.event())
        .toList();
  }

  private JsonObject login(String name, String password, String... more) throws Exception {
    if (more.length == 0) {
      return new JsonObject(server.login(name, password, "client_id", "phone").body());
    }
    return new JsonObject(server.login(name, password, more).body());
  }

  private HttpResponse<String> refresh(JsonObject login) throws Exception {
    return server.post(
        "/session/refresh",
        new JsonObject()
            .put("client_id", "phone")
            .put("refresh_token", login.getString("refresh_token"))
            .encode());
  }

  private static JsonObject claims(JsonObject tokens) {
    String payload = tokens.getString("access_token").split("\\.", -1)[1];
    return new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(payload)));
  }

  private HttpResponse<String> ownSessions(String token) throws Exception {
    return send("GET", "/session/list", token, "");
  }

  private JsonObject admin(String method, String path, String body, int status) throws Exception {
    String root = login("root", PASSWORD, "scope", "signet:admin").getString("access_token");
    HttpResponse<String> response = send(method, path, root, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return response.body().isEmpty() ? new JsonObject() : new JsonObject(response.body());
  }

  private HttpResponse<String> send(String method, String path, String token, String body)
      throws Exception {
    return server.send(
        server
            .request(path)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body)));
  }

  private Administration administration() {
    return LocalAdministration.open(RunningServer.config(folder));
  }
}
