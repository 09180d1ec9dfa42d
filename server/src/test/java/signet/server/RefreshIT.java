package signet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refresh and logout over HTTP, by cookie and by body. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefreshIT {
  private static final String APP = "https://app.example.com";
  private static final long WINDOW_MILLIS = 300;

  @TempDir static Path folder;
  private static RunningServer server;

  /** Where it keeps its data; SQLite unless a subclass says otherwise. */
  String[] storage() {
    return new String[0];
  }

  @BeforeAll
  void start() {
    server =
        RunningServer.start(
            folder,
            storage(),
            "session.repeat-window",
            WINDOW_MILLIS + "ms",
            "clients.default.allowed-origins",
            APP,
            "clients.phone.channel",
            "native",
            "clients.phone.scopes",
            "orders:read,orders:write");
    server.addUser("alice", "admin");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static JsonObject json(HttpResponse<String> response) {
    return new JsonObject(response.body());
  }

  private static String type(HttpResponse<String> response) {
    return json(response).getString("type");
  }

  private static String setCookie(HttpResponse<String> response) {
    return response.headers().firstValue("Set-Cookie").orElse("");
  }

  private static String cookie(HttpResponse<String> response) {
    return setCookie(response).replaceAll(";.*", "");
  }

  private static HttpResponse<String> browserLogin() throws Exception {
    return server.login("alice", RunningServer.PASSWORD, "resource", server.url());
  }

  private static HttpRequest.Builder fromBrowser(String path, String cookie, String json) {
    return server
        .request(path)
        .header("Content-Type", "application/json")
        .header("Cookie", cookie)
        .POST(BodyPublishers.ofString(json));
  }

  private static HttpResponse<String> browser(String path, String cookie, String json)
      throws Exception {
    return server.send(fromBrowser(path, cookie, json).header("Sec-Fetch-Site", "same-origin"));
  }

  private static JsonObject phoneLogin() throws Exception {
    return json(server.login("alice", RunningServer.PASSWORD, "client_id", "phone"));
  }

  private static HttpResponse<String> token(String... form) throws Exception {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < form.length; i += 2) {
      body.append(i == 0 ? "" : "&").append(form[i]).append('=');
      body.append(URLEncoder.encode(form[i + 1], StandardCharsets.UTF_8));
    }
    return server.send(
        server
            .request("/oauth2/token")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body.toString())));
  }

  private static HttpResponse<String> phoneRefresh(String token) throws Exception {
    return token("grant_type", "refresh_token", "client_id", "phone", "refresh_token", token);
  }

  private static void outlastTheWindow() throws InterruptedException {
    Thread.sleep(WINDOW_MILLIS + 20);
  }

  @Test
  void aBrowserKeepsItsRefreshTokenInACookieAlone() throws Exception {
    HttpResponse<String> login = browserLogin();

    assertThat(setCookie(login))
        .matches("signet_refresh=[\\w-]{84}; Max-Age=604800; Path=/; HttpOnly; SameSite=Strict");
    outlastTheWindow();
    HttpResponse<String> refreshed = browser("/session/refresh", cookie(login), "{}");
    assertThat(refreshed.statusCode()).as(refreshed.body()).isEqualTo(200);
    assertThat(json(refreshed).fieldNames())
        .containsExactly("access_token", "token_type", "expires_in", "scope", "session_id");
    assertThat(json(refreshed).getString("session_id"))
        .isEqualTo(json(login).getString("session_id"));
    assertThat(cookie(refreshed)).isNotEqualTo(cookie(login));
    assertThat(refreshed.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void behindHttpsTheCookieIsSecureAndOfTheHostAlone(@TempDir Path other) throws Exception {
    try (RunningServer secure = RunningServer.start(other, "issuer", "https://auth.example.com")) {
      secure.addUser("bob");
      assertThat(setCookie(secure.login("bob", RunningServer.PASSWORD)))
          .startsWith("__Host-signet_refresh=")
          .endsWith("; Path=/; HttpOnly; SameSite=Strict; Secure");
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "same-origin, -,                       200",
        "-,           https://app.example.com, 200",
        "cross-site,  https://app.example.com, 200",
        "-,           SELF,                    200",
        "-,           -,                       403",
        "cross-site,  -,                       403",
        "same-site,   -,                       403",
        "none,        -,                       403",
        "-,           null,                    403",
        "-,           https://evil.example,    403",
        "cross-site,  https://evil.example,    403",
        "-,           https://app.example.com.evil.example, 403",
      })
  void theCookieIsOnlyForOurPagesAndListedOnes(String site, String origin, int status)
      throws Exception {
    HttpRequest.Builder request = fromBrowser("/session/refresh", cookie(browserLogin()), "{}");
    if (site != null) {
      request.header("Sec-Fetch-Site", site);
    }
    if (origin != null) {
      request.header("Origin", origin.equals("SELF") ? server.url() : origin);
    }

    assertThat(server.send(request).statusCode()).isEqualTo(status);
  }

  @Test
  void onlyListedOriginsMayReadAnswers() throws Exception {
    for (String origin : new String[] {APP, "https://evil.example"}) {
      HttpResponse<String> preflight =
          server.send(
              server
                  .request("/session/refresh")
                  .header("Origin", origin)
                  .method("OPTIONS", BodyPublishers.noBody()));
      assertThat(preflight.statusCode()).isEqualTo(origin.equals(APP) ? 204 : 405);
      assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin").isPresent())
          .isEqualTo(origin.equals(APP));
    }
  }

  @Test
  void anotherOriginCannotLogABrowserIn() throws Exception {
    HttpResponse<String> response =
        server.send(
            server
                .request("/session/login")
                .header("Content-Type", "application/json")
                .header("Origin", "https://evil.example")
                .POST(
                    BodyPublishers.ofString(
                        "{\"username\":\"alice\",\"password\":\"correct horse\"}")));

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(type(response)).isEqualTo("origin-refused");
    assertThat(setCookie(response)).isEmpty();
  }

  @Test
  void aNativeClientRefreshesAtTheTokenEndpointAndAtTheSession() throws Exception {
    JsonObject login = phoneLogin();
    String first = login.getString("refresh_token");
    outlastTheWindow();

    HttpResponse<String> refreshed = phoneRefresh(first);

    assertThat(refreshed.statusCode()).as(refreshed.body()).isEqualTo(200);
    assertThat(json(refreshed).fieldNames())
        .containsExactly("access_token", "token_type", "expires_in", "scope", "refresh_token");
    assertThat(refreshed.headers().firstValue("Cache-Control")).contains("no-store");
    String second = json(refreshed).getString("refresh_token");
    assertThat(second).isNotEqualTo(first);
    outlastTheWindow();
    HttpResponse<String> third =
        server.post(
            "/session/refresh",
            new JsonObject().put("client_id", "phone").put("refresh_token", second).encode());
    assertThat(third.statusCode()).isEqualTo(200);
    assertThat(setCookie(third)).isEmpty();
    assertThat(json(third).getString("refresh_token")).isNotEqualTo(second);
  }

  @Test
  void narrowsTheScopeAndNeverWidensIt() throws Exception {
    String token = phoneLogin().getString("refresh_token");
    String[] usual = {"grant_type", "refresh_token", "client_id", "phone", "refresh_token", token};

    JsonObject narrowed =
        json(token(append(usual, "scope", "orders:read signet:admin orders:delete")));

    assertThat(narrowed.getString("scope")).isEqualTo("orders:read");
    assertThat(json(token(usual)).getString("scope")).isEqualTo("orders:read orders:write");
    assertThat(json(token(append(usual, "resource", "https://other.example"))).getString("error"))
        .isEqualTo("invalid_target");
  }

  private static String[] append(String[] form, String name, String value) {
    String[] more = java.util.Arrays.copyOf(form, form.length + 2);
    more[form.length] = name;
    more[form.length + 1] = value;
    return more;
  }

  @Test
  void reusedRefreshTokenEndsTheSession() throws Exception {
    JsonObject login = phoneLogin();
    String stolen = login.getString("refresh_token");
    String current = stolen;
    for (int i = 0; i < 2; i++) {
      outlastTheWindow();
      current = json(phoneRefresh(current)).getString("refresh_token");
    }
    assertThat(
            server
                .post(
                    "/session/refresh",
                    new JsonObject()
                        .put("client_id", "phone")
                        .put("refresh_token", stolen)
                        .encode())
                .statusCode())
        .as("a straggler, soon after")
        .isEqualTo(409);
    outlastTheWindow();

    assertThat(json(phoneRefresh(stolen)))
        .isEqualTo(new JsonObject().put("error", "invalid_grant"));
    assertThat(json(phoneRefresh(current)))
        .isEqualTo(new JsonObject().put("error", "invalid_grant"));
  }

  @Test
  void aCookieIsClearedOnlyWhenItsSessionIsDead() throws Exception {
    HttpResponse<String> login = browserLogin();
    String cookie = cookie(login);
    char last = cookie.charAt(cookie.length() - 1);
    String broken = cookie.substring(0, cookie.length() - 1) + (last == 'A' ? 'B' : 'A');

    HttpResponse<String> forged = browser("/session/refresh", broken, "{}");
    assertThat(type(forged)).isEqualTo("invalid-refresh-token");
    assertThat(setCookie(forged)).isEmpty();

    HttpResponse<String> logout = browser("/session/logout", cookie, "{}");
    assertThat(logout.statusCode()).isEqualTo(204);
    assertThat(setCookie(logout)).startsWith("signet_refresh=; Max-Age=0;");
    HttpResponse<String> late = browser("/session/refresh", cookie, "{}");
    assertThat(type(late)).isEqualTo("session-ended");
    assertThat(setCookie(late)).startsWith("signet_refresh=; Max-Age=0;");
  }

  @Test
  void logsOutOthersAndAll(@TempDir Path other) throws Exception {
    HttpResponse<String> here = browserLogin();
    HttpResponse<String> there = browserLogin();

    assertThat(browser("/session/logout", cookie(here), "{\"scope\":\"everything\"}").statusCode())
        .isEqualTo(400);
    assertThat(setCookie(browser("/session/logout", cookie(here), "{\"scope\":\"others\"}")))
        .isEmpty();
    assertThat(type(browser("/session/refresh", cookie(there), "{}"))).isEqualTo("session-ended");
    assertThat(browser("/session/refresh", cookie(here), "{}").statusCode()).isEqualTo(200);
    assertThat(browser("/session/logout", cookie(here), "{\"scope\":\"all\"}").statusCode())
        .isEqualTo(204);
    assertThat(type(browser("/session/refresh", cookie(here), "{}"))).isEqualTo("session-ended");
  }

  @Test
  void listsAndEndsOnesOwnSessions() throws Exception {
    server.addUser("carol");
    HttpResponse<String> here = server.login("carol", RunningServer.PASSWORD);
    HttpResponse<String> there = server.login("carol", RunningServer.PASSWORD);
    String bearer = "Bearer " + json(here).getString("access_token");
    String thereSid = json(there).getString("session_id");

    JsonObject list = json(server.get("/session/list", "Authorization", bearer));
    assertThat(list.getJsonArray("sessions")).hasSize(2);
    assertThat(list.encode()).doesNotContain("secret").doesNotContain("refresh");
    assertThat(delete(thereSid, bearer).statusCode()).isEqualTo(204);
    assertThat(delete(thereSid, bearer).statusCode()).isEqualTo(404);
    String alices = json(browserLogin()).getString("session_id");
    assertThat(delete(alices, bearer).statusCode()).isEqualTo(404);
    assertThat(server.get("/session/list").statusCode()).isEqualTo(401);
    // Its own token is revoked by the end of its own session.
    assertThat(delete(json(here).getString("session_id"), bearer).statusCode()).isEqualTo(204);
    assertThat(server.get("/session/list", "Authorization", bearer).statusCode()).isEqualTo(401);
  }

  private static HttpResponse<String> delete(String sid, String bearer) throws Exception {
    return server.send(server.request("/session/" + sid).header("Authorization", bearer).DELETE());
  }

  @ParameterizedTest
  @CsvSource({
    "grant_type=password&client_id=phone, 400, unsupported_grant_type",
    "client_id=phone, 400, invalid_request",
    "grant_type=refresh_token&client_id=phone, 400, invalid_request",
    "grant_type=refresh_token&refresh_token=x, 400, invalid_request",
    "grant_type=refresh_token&refresh_token=x&client_id=phone&client_id=phone, 400, invalid_request",
    "grant_type=refresh_token&refresh_token=%zz&client_id=phone, 400, invalid_request",
    "grant_type=refresh_token&refresh_token=x&client_id=nobody, 400, invalid_client",
    "grant_type=refresh_token&refresh_token=x&client_id=default, 400, invalid_client",
    "grant_type=refresh_token&refresh_token=x&client_id=phone, 400, invalid_grant",
  })
  void tokenErrorsAreThoseOfOauth(String form, int status, String error) throws Exception {
    HttpResponse<String> response =
        server.send(
            server
                .request("/oauth2/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).isEqualTo("{\"error\":\"" + error + "\"}");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void tooManyRotationsAreAnswered429(@TempDir Path other) throws Exception {
    try (RunningServer strict =
        RunningServer.start(
            other,
            "session.repeat-window",
            "0s",
            "session.rotation-burst",
            "1",
            "clients.phone.channel",
            "native")) {
      strict.addUser("bob");
      JsonObject body = new JsonObject().put("client_id", "phone");
      String token =
          json(strict.login("bob", RunningServer.PASSWORD, "client_id", "phone"))
              .getString("refresh_token");
      HttpResponse<String> first =
          strict.post("/session/refresh", body.put("refresh_token", token).encode());
      String next = json(first).getString("refresh_token");

      HttpResponse<String> limited =
          strict.post("/session/refresh", body.put("refresh_token", next).encode());

      assertThat(limited.statusCode()).isEqualTo(429);
      assertThat(type(limited)).isEqualTo("rate-limited");
      assertThat(limited.headers().firstValue("Retry-After").map(Integer::parseInt).orElseThrow())
          .isBetween(1, 60);
    }
  }
}
