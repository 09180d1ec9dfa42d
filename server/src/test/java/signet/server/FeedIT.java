package signet.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import signet.bearer.ClientCredentials;
import signet.bearer.revocation.RevocationFeed;
import signet.bearer.revocation.RevocationHealth;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.jose.reject.RejectReason;
import signet.server.admin.Administration;
import signet.server.revocation.VerifierReading;

/** What verifiers are told of revocations, and by whom they may be told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class FeedIT {
  private static final String SECRET = "k7Qd0cGJ2mC5hGq1vW9rT3bN8sXyZ4aE6uF_pL-oiRw";
  private static final String STREAM = "/revocations/stream";
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir static Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private RunningServer server;
  private OauthClient oauth;

  /** Where it keeps its data; SQLite unless a subclass says otherwise. */
  String[] storage() {
    return new String[0];
  }

  @BeforeAll
  void start() throws Exception {
    server = RunningServer.start(folder, storage(), settings("http://localhost:8420"));
    oauth = new OauthClient(server);
    server.addUser("alice");
  }

  static String[] settings(String issuer) throws Exception {
    return new String[] {
      "issuer", issuer,
      "session.repeat-window", "0s",
      "clients.watch.channel", "confidential",
      "clients.watch.verifier", "true",
      "clients.watch.secret-hashes", OauthClient.sha256(SECRET),
      "clients.phone.channel", "native",
    };
  }

  final String issuer() {
    return server.server().issuer();
  }

  @AfterAll
  void stop() {
    http.close();
    server.close();
  }

  private String feedToken(String scope) throws Exception {
    return oauth.token("watch", SECRET, scope);
  }

  final JsonObject login() throws Exception {
    return new JsonObject(
        server.login("alice", RunningServer.PASSWORD, "client_id", "phone").body());
  }

  final void logout(JsonObject login) throws Exception {
    JsonObject body =
        new JsonObject()
            .put("client_id", "phone")
            .put("refresh_token", login.getString("refresh_token"));
    assertThat(server.post("/session/logout", body.encode()).statusCode()).isLessThan(300);
  }

  private HttpResponse<String> snapshot(String token, String... headers) throws Exception {
    List<String> all = new ArrayList<>(List.of("Authorization", "Bearer " + token));
    all.addAll(List.of(headers));
    return server.get("/revocations", all.toArray(String[]::new));
  }

  /** An open stream of events. */
  private final class Events implements AutoCloseable {
    private final BufferedReader lines;

    Events(String token, String... headers) throws IOException, InterruptedException {
      var request = server.request(STREAM).header("Authorization", "Bearer " + token);
      var answer =
          http.send(
              (headers.length == 0 ? request : request.headers(headers)).build(),
              BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
      lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /** The next event that is not of that name; null at the end. */
    String nextBut(String name) throws IOException {
      String next;
      do {
        next = next();
      } while (next != null && next.contains("event: " + name));
      return next;
    }

    String next() throws IOException {
      StringBuilder event = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          return event.toString();
        }
        event.append(line).append('\n');
      }
      return null;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  @Test
  void onlyVerifiersMayAsk() throws Exception {
    assertThat(server.get("/revocations").statusCode()).isEqualTo(401);
    assertThat(server.get(STREAM).statusCode()).isEqualTo(401);
    HttpResponse<String> user = snapshot(server.accessToken("alice"));
    assertThat(user.statusCode()).isEqualTo(403);
    assertThat(user.headers().firstValue("WWW-Authenticate"))
        .contains(
            "Bearer realm=\"signet\", error=\"insufficient_scope\", scope=\"signet:revocations\"");
    assertThat(snapshot("e30.e30.e30").statusCode()).isEqualTo(401);
    assertThat(snapshot(feedToken("signet:revocations")).statusCode()).isEqualTo(200);
  }

  @Test
  void metadataNamesTheFeed() throws Exception {
    String metadata = server.get("/.well-known/oauth-authorization-server").body();
    assertThat(new JsonObject(metadata).getString("signet_revocations_endpoint"))
        .isEqualTo(issuer() + "/revocations");
  }

  @Test
  void aSnapshotHoldsWhatCountsAndIsNotSentTwice() throws Exception {
    String token = feedToken("signet:revocations");
    JsonObject login = login();
    logout(login);
    HttpResponse<String> first = snapshot(token);
    JsonObject body = new JsonObject(first.body());
    assertThat(body.getString("epoch")).isNotEmpty();
    assertThat(body.getLong("seq")).isPositive();
    assertThat(body.getString("keyset_id")).isNotEmpty();
    assertThat(body.getJsonArray("entries").stream().map(e -> ((JsonObject) e).getString("sid")))
        .contains(login.getString("session_id"));

    String etag = first.headers().firstValue("ETag").orElseThrow();
    assertThat(snapshot(token, "If-None-Match", etag).statusCode()).isEqualTo(304);
    logout(login());
    assertThat(snapshot(token, "If-None-Match", etag).statusCode()).isEqualTo(200);
  }

  @Test
  void aStreamSaysWhatComesAndGoesOnWhereItWas() throws Exception {
    String token = feedToken("signet:revocations");
    String position;
    JsonObject first = login();
    JsonObject second = login();
    try (Events events = new Events(token)) {
      logout(first);
      String event;
      do {
        event = events.nextBut("fresh");
        assertThat(event).startsWith("id: ").contains("event: revoked");
      } while (!event.contains(first.getString("session_id")));
      position = event.substring("id: ".length(), event.indexOf('\n'));
    }
    logout(second);
    try (Events events = new Events(token, "Last-Event-ID", position)) {
      assertThat(events.nextBut("fresh"))
          .contains("event: revoked", second.getString("session_id"))
          .doesNotContain(first.getString("session_id"));
      assertThat(events.nextBut("revoked")).contains("event: fresh", "age_ms", "keyset_id");
    }
    String otherEpoch = "another" + position.substring(position.indexOf(':'));
    try (Events events = new Events(token, "Last-Event-ID", otherEpoch)) {
      assertThat(events.next()).contains("event: reset");
      assertThat(events.next()).contains("event: revoked", first.getString("session_id"));
    }
  }

  @Test
  void aStreamEndsWithItsTokenAfterSayingSo() throws Exception {
    String token = feedToken("signet:revocations");
    String jti = new JsonObject(payload(token)).getString("jti");
    try (Events events = new Events(token)) {
      assertThat(oauth.basic("watch", SECRET, "/oauth2/revoke", "token", token).statusCode())
          .isEqualTo(200);
      String last = "";
      for (String event = events.next(); event != null; event = events.next()) {
        last = last + event;
      }
      assertThat(last).contains("{\"jti\":\"" + jti + "\"");
    }
  }

  private static String payload(String token) {
    byte[] json = java.util.Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
    return new String(json, StandardCharsets.UTF_8);
  }

  @Test
  void aVerifierRefusesAsSoonAsSomebodyLogsOut() throws Exception {
    try (Following following = new Following(server.url())) {
      following.awaitFresh();
      JsonObject staying = login();
      JsonObject leaving = login();
      following.awaitVerified(leaving);
      logout(leaving);
      following.awaitRevoked(leaving);
      following.awaitVerified(staying);
    }
  }

  private HttpResponse<String> seen(String token, String body) throws Exception {
    return server.send(
        server
            .request("/revocations/seen")
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void onlyAVerifierMayReportAndOnlyWhatIsWellFormed() throws Exception {
    String token = feedToken("signet:revocations");
    String instance = "\"instance\":\"0123456789abcdef\"";
    assertThat(seen(token, "{" + instance + ",\"epoch\":\"e\",\"seq\":3}").statusCode())
        .isEqualTo(204);
    assertThat(seen("e30.e30.e30", "{}").statusCode()).isEqualTo(401);
    assertThat(seen(server.accessToken("alice"), "{}").statusCode()).isEqualTo(403);
    for (String wrong :
        List.of(
            "",
            "[]",
            "{" + instance + ",\"seq\":3}",
            "{" + instance + ",\"epoch\":\"e\"}",
            "{" + instance + ",\"epoch\":\"e\",\"seq\":\"3\"}",
            "{" + instance + ",\"epoch\":\"e\",\"seq\":-1}",
            "{" + instance + ",\"epoch\":\"e\",\"seq\":3.5}",
            "{" + instance + ",\"epoch\":\"e\",\"seq\":1000000000000000000}",
            "{" + instance + ",\"epoch\":\"e:3\",\"seq\":3}",
            "{" + instance + ",\"epoch\":\"e\",\"seq\":3,\"keyset_id\":\"a b\"}",
            "{\"instance\":\"0123456789abcde\",\"epoch\":\"e\",\"seq\":3}",
            "{\"instance\":\"0123456789abcdef+\",\"epoch\":\"e\",\"seq\":3}",
            "{\"instance\":\"" + "a".repeat(65) + "\",\"epoch\":\"e\",\"seq\":3}")) {
      HttpResponse<String> answer = seen(token, wrong);
      assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
      assertThat(answer.body()).doesNotContain("0123456789");
    }
  }

  final VerifierReading verifiers() {
    try (Administration administration = LocalAdministration.open(server.config())) {
      return administration.verifiers().read();
    }
  }

  @Test
  void operatorsSeeHowFarAVerifierHasRead() throws Exception {
    try (Following following = new Following(server.url())) {
      following.awaitFresh();
      JsonObject login = login();
      logout(login);
      VerifierReading now = verifiers();
      assertThat(now.servers()).isPositive();
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(verifiers().verifiers())
                      .anySatisfy(
                          seen -> {
                            assertThat(seen.report().clientId()).isEqualTo("watch");
                            assertThat(seen.hasReached(now.head())).isTrue();
                            assertThat(seen.report().keysetId()).isPresent();
                            assertThat(seen.reachedAt()).isAfterOrEqualTo(now.changedAt());
                          }));
      following.awaitRevoked(login);
    }
  }

  /** A service that follows the feed of a server. */
  final class Following implements AutoCloseable {
    private final RevocationFeed feed;
    private final RemoteJwkSet keys;
    private final JwtVerifier verifier;

    Following(String url) {
      ClientCredentials credentials =
          ClientCredentials.at(URI.create(url + "/oauth2/token"))
              .secret("watch", SECRET)
              .scope("signet:revocations")
              .build();
      keys = RemoteJwkSet.builder(URI.create(url + "/.well-known/jwks.json")).build();
      feed = RevocationFeed.of(URI.create(url + STREAM), credentials).keys(keys).start();
      verifier = JwtVerifier.accessToken(issuer(), issuer()).keys(keys).revocation(feed).build();
    }

    void awaitFresh() {
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(feed.health().state()).isEqualTo(RevocationHealth.State.FRESH));
    }

    void awaitVerified(JsonObject login) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(verifier.verify(login.getString("access_token")))
                      .isInstanceOf(Verification.Verified.class));
    }

    void awaitRevoked(JsonObject login) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(verifier.verify(login.getString("access_token")))
                      .extracting("reason")
                      .isEqualTo(RejectReason.REVOKED));
    }

    @Override
    public void close() {
      feed.close();
      keys.close();
    }
  }
}
