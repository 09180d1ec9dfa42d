package signet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits of logins, changes of one's own password, and sign-up, over HTTP. */
final class LoginLimitsIT {
  private static final String PASSWORD = RunningServer.PASSWORD;
  private static final String NEW_PASSWORD = "battery staple";

  @TempDir Path folder;
  private final AtomicInteger computations = new AtomicInteger();

  private RunningServer start(String... more) {
    String[] settings = new String[more.length + 4];
    System.arraycopy(more, 0, settings, 0, more.length);
    settings[more.length] = "clients.phone.channel";
    settings[more.length + 1] = "native";
    settings[more.length + 2] = "session.repeat-window";
    settings[more.length + 3] = "0s";
    return RunningServer.start(
        folder, hasher -> new WatchedHasher(hasher, computations::incrementAndGet), settings);
  }

  @Test
  void afterTooManyWrongPasswordsNobodyLooksAtTheNextOne() throws Exception {
    try (RunningServer server = start("login.limits.here", "3")) {
      server.addUser("alice");
      for (String name : new String[] {"alice", "nobody"}) {
        for (int i = 0; i < 4; i++) {
          assertThat(server.login(name, "wrong password").statusCode()).isEqualTo(400);
        }
        int before = computations.get();

        HttpResponse<String> limited = server.login(name, PASSWORD);

        assertThat(limited.statusCode()).isEqualTo(429);
        assertThat(new JsonObject(limited.body()).getString("type")).isEqualTo("rate-limited");
        assertThat(limited.headers().firstValue("Retry-After")).contains("1");
        assertThat(computations).hasValue(before);
      }
    }
  }

  @Test
  void theClientsAddressIsWhatTheTrustedProxySays() throws Exception {
    try (RunningServer server =
        start("login.limits.here", "3", "proxies.trusted", "127.0.0.0/8, 10.0.0.0/8")) {
      server.addUser("alice");
      for (int i = 0; i < 4; i++) {
        assertThat(login(server, "192.0.2.1, 10.0.0.1").statusCode()).isEqualTo(400);
      }
      assertThat(login(server, "192.0.2.1").statusCode()).isEqualTo(429);
      // What stands to the left was written by the client.
      assertThat(login(server, "198.51.100.9, 192.0.2.1").statusCode()).isEqualTo(429);
      assertThat(login(server, "198.51.100.9").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void withoutTrustedProxiesNobodyCanSayWhoHeIs() throws Exception {
    try (RunningServer server = start("login.limits.here", "3")) {
      server.addUser("alice");
      for (int i = 0; i < 4; i++) {
        login(server, "192.0.2." + i);
      }
      assertThat(login(server, "192.0.2.200").statusCode()).isEqualTo(429);
    }
  }

  private static HttpResponse<String> login(RunningServer server, String forwardedFor)
      throws Exception {
    JsonObject body = new JsonObject().put("username", "alice").put("password", "wrong password");
    return server.send(
        server
            .request("/session/login")
            .header("Content-Type", "application/json")
            .header("X-Forwarded-For", forwardedFor)
            .POST(BodyPublishers.ofString(body.encode())));
  }

  @Test
  void changedPasswordEndsTheOtherSessionsAndKeepsThisOne() throws Exception {
    try (RunningServer server = start()) {
      server.addUser("alice");
      JsonObject here = phone(server);
      JsonObject other = phone(server);

      HttpResponse<String> changed =
          change(server, here.getString("access_token"), PASSWORD, NEW_PASSWORD);

      assertThat(changed.statusCode()).as(changed.body()).isEqualTo(204);
      assertThat(refresh(server, other).statusCode()).isEqualTo(400);
      assertThat(refresh(server, here).statusCode()).isEqualTo(200);
      assertThat(server.login("alice", PASSWORD).statusCode()).isEqualTo(400);
      assertThat(server.login("alice", NEW_PASSWORD).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aRefreshTokenShowsWhoseThePasswordIsToo() throws Exception {
    try (RunningServer server = start()) {
      server.addUser("alice");
      JsonObject here = phone(server);
      JsonObject body =
          new JsonObject()
              .put("client_id", "phone")
              .put("refresh_token", here.getString("refresh_token"))
              .put("current_password", PASSWORD)
              .put("new_password", NEW_PASSWORD);

      assertThat(server.post("/session/password", body.encode()).statusCode()).isEqualTo(204);

      assertThat(server.login("alice", NEW_PASSWORD).statusCode()).isEqualTo(200);
      body.put("refresh_token", "nonsense");
      assertThat(server.post("/session/password", body.encode()).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void nothingChangesWithoutTheOldPasswordOrWithABadNewOne() throws Exception {
    try (RunningServer server = start("login.limits.here", "3")) {
      server.addUser("alice");
      JsonObject other = phone(server);
      String token = phone(server).getString("access_token");

      assertProblem(change(server, token, PASSWORD, "password"), 400, "invalid-password");
      assertProblem(change(server, "a.b.c", PASSWORD, NEW_PASSWORD), 401, "invalid-token");
      for (int i = 0; i < 4; i++) {
        assertProblem(change(server, token, "wrong", NEW_PASSWORD), 400, "invalid-credentials");
      }
      // Whoever stole the token cannot try passwords for long.
      assertProblem(change(server, token, PASSWORD, NEW_PASSWORD), 429, "rate-limited");
      assertThat(refresh(server, other).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void thereIsNoSignUpUnlessItIsSwitchedOn() throws Exception {
    try (RunningServer server = start()) {
      assertProblem(signUp(server, "carol", PASSWORD), 404, "not-found");
      assertThat(server.login("carol", PASSWORD).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void whoSignsUpCanLogInWithTheRolesOfNewcomers() throws Exception {
    try (RunningServer server =
        start("signup.enabled", "true", "signup.roles", "guest", "login.limits.address", "5")) {
      HttpResponse<String> made = signUp(server, "Carol", PASSWORD);

      assertThat(made.statusCode()).isEqualTo(201);
      assertThat(new JsonObject(made.body()).fieldNames()).containsExactly("sub", "username");
      assertThat(server.login("carol", PASSWORD).statusCode()).isEqualTo(200);
      int before = computations.get();
      assertProblem(signUp(server, "CAROL", PASSWORD), 409, "name-taken");
      // A name that is taken costs as much as one that is not.
      assertThat(computations).hasValue(before + 1);
      assertProblem(signUp(server, "not a name", PASSWORD), 400, "invalid-name");
      assertProblem(signUp(server, "dave", "password"), 400, "invalid-password");
      assertThat(signUp(server, "erin", PASSWORD).statusCode()).isEqualTo(201);
      assertThat(signUp(server, "frank", PASSWORD).statusCode()).isEqualTo(201);
      // Successes count as well: each is an account.
      assertProblem(signUp(server, "grace", PASSWORD), 429, "rate-limited");
    }
  }

  private static HttpResponse<String> signUp(RunningServer server, String name, String password)
      throws Exception {
    return server.post(
        "/session/signup",
        new JsonObject().put("username", name).put("password", password).encode());
  }

  private static HttpResponse<String> change(
      RunningServer server, String token, String current, String replacement) throws Exception {
    JsonObject body =
        new JsonObject().put("current_password", current).put("new_password", replacement);
    return server.send(
        server
            .request("/session/password")
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.encode())));
  }

  private static void assertProblem(HttpResponse<String> response, int status, String type) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(new JsonObject(response.body()).getString("type")).isEqualTo(type);
  }

  private static JsonObject phone(RunningServer server) throws Exception {
    return new JsonObject(server.login("alice", PASSWORD, "client_id", "phone").body());
  }

  private static HttpResponse<String> refresh(RunningServer server, JsonObject login)
      throws Exception {
    JsonObject body =
        new JsonObject()
            .put("client_id", "phone")
            .put("refresh_token", login.getString("refresh_token"));
    return server.post("/session/refresh", body.encode());
  }
}
