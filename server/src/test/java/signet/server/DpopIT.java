package signet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import signet.jose.jwk.Jwk;
import signet.jose.jwt.UnverifiedJwt;
import signet.server.admin.Administration;
import signet.testkit.forge.DpopForge;
import signet.testkit.forge.ForgeKey;

/** Tokens bound to a key (RFC 9449), from login to refresh to the server's own endpoints. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DpopIT {
  private static final ForgeKey KEY = ForgeKey.generate("ES256");
  private static final ForgeKey OTHER = ForgeKey.generate("Ed25519");
  private static final String JKT = Jwk.parse(KEY.jwk()).thumbprint();

  @TempDir static Path folder;
  private static RunningServer server;
  private static String secret;

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
            "clients.phone.channel",
            "native",
            "clients.phone.audiences",
            "https://api.example",
            "clients.vault.channel",
            "native",
            "clients.vault.bound-tokens",
            "true");
    server.addUser("alice");
    try (Administration administration = LocalAdministration.open(server.config())) {
      secret =
          administration
              .clients()
              .add(
                  "worker",
                  Map.of(
                      "channel",
                      "confidential",
                      "bound-tokens",
                      "true",
                      "resource-servers",
                      "https://api.example,https://other.example",
                      "audiences",
                      "https://api.example"))
              .secret()
              .orElseThrow();
    }
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static DpopForge proof(ForgeKey key, String method, String path) {
    return DpopForge.of(key, method, server.url() + path, Instant.now());
  }

  private static HttpResponse<String> json(String path, @Nullable String proof, String... members)
      throws Exception {
    JsonObject body = new JsonObject();
    for (int i = 0; i < members.length; i += 2) {
      body.put(members[i], members[i + 1]);
    }
    var request =
        server
            .request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.encode()));
    return server.send(proof == null ? request : request.header("DPoP", proof));
  }

  private static HttpResponse<String> login(String client, @Nullable String proof)
      throws Exception {
    return json(
        "/session/login",
        proof,
        "username",
        "alice",
        "password",
        RunningServer.PASSWORD,
        "client_id",
        client);
  }

  private static JsonObject boundLogin(String client) throws Exception {
    HttpResponse<String> answer = login(client, proof(KEY, "POST", "/session/login").sign());
    assertThat(answer.statusCode()).isEqualTo(200);
    return new JsonObject(answer.body());
  }

  private static HttpResponse<String> form(
      String path, @Nullable String proof, @Nullable String basic, Map<String, String> parameters)
      throws Exception {
    String body =
        parameters.entrySet().stream()
            .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    var request =
        server
            .request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(body));
    if (basic != null) {
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)));
    }
    return server.send(proof == null ? request : request.header("DPoP", proof));
  }

  private static HttpResponse<String> refresh(String token, @Nullable String proof)
      throws Exception {
    return form(
        "/oauth2/token",
        proof,
        null,
        Map.of("grant_type", "refresh_token", "refresh_token", token, "client_id", "phone"));
  }

  private static String problem(HttpResponse<String> answer) {
    return new JsonObject(answer.body()).getString("type");
  }

  private static @Nullable Object confirmation(String accessToken) throws Exception {
    return UnverifiedJwt.parse(accessToken).unverifiedClaims().value("cnf").orElse(null);
  }

  @Test
  void loginWithProofBindsTheSession() throws Exception {
    JsonObject tokens = boundLogin("phone");
    assertThat(tokens.getString("token_type")).isEqualTo("DPoP");
    assertThat(confirmation(tokens.getString("access_token"))).isEqualTo(Map.of("jkt", JKT));

    String refreshToken = tokens.getString("refresh_token");
    HttpResponse<String> without = refresh(refreshToken, null);
    assertThat(without.statusCode()).isEqualTo(400);
    assertThat(without.body()).isEqualTo("{\"error\":\"invalid_dpop_proof\"}");
    HttpResponse<String> wrong =
        refresh(refreshToken, proof(OTHER, "POST", "/oauth2/token").sign());
    assertThat(wrong.body()).isEqualTo("{\"error\":\"invalid_dpop_proof\"}");
    assertThat(
            problem(
                json(
                    "/session/refresh", null, "refresh_token", refreshToken, "client_id", "phone")))
        .endsWith("wrong-key");

    // Nothing was revoked by that, nor used up.
    HttpResponse<String> right = refresh(refreshToken, proof(KEY, "POST", "/oauth2/token").sign());
    assertThat(right.statusCode()).isEqualTo(200);
    JsonObject next = new JsonObject(right.body());
    assertThat(next.getString("token_type")).isEqualTo("DPoP");
    assertThat(confirmation(next.getString("access_token"))).isEqualTo(Map.of("jkt", JKT));
  }

  @Test
  void loginWithoutProofIsAsBefore() throws Exception {
    JsonObject tokens = new JsonObject(login("phone", null).body());
    assertThat(tokens.getString("token_type")).isEqualTo("Bearer");
    assertThat(confirmation(tokens.getString("access_token"))).isNull();
    assertThat(refresh(tokens.getString("refresh_token"), null).statusCode()).isEqualTo(200);
  }

  @Test
  void sessionOfABrowserIsBoundToo() throws Exception {
    HttpResponse<String> login = login("default", proof(KEY, "POST", "/session/login").sign());
    String cookie = login.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    var request =
        server
            .request("/session/refresh")
            .header("Content-Type", "application/json")
            .header("Origin", server.url())
            .header("Cookie", cookie);
    HttpResponse<String> without = server.send(request.copy().POST(BodyPublishers.ofString("{}")));
    assertThat(problem(without)).endsWith("wrong-key");
    assertThat(without.headers().firstValue("Set-Cookie")).isEmpty();
    HttpResponse<String> with =
        server.send(
            request
                .copy()
                .header("DPoP", proof(KEY, "POST", "/session/refresh").sign())
                .POST(BodyPublishers.ofString("{}")));
    assertThat(with.statusCode()).isEqualTo(200);
  }

  @Test
  void proofIsGoodForOneRequest() throws Exception {
    String proof = proof(KEY, "POST", "/session/login").sign();
    assertThat(login("phone", proof).statusCode()).isEqualTo(200);
    HttpResponse<String> again = login("phone", proof);
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(problem(again)).endsWith("invalid-proof");
    assertThat(problem(login("phone", proof(KEY, "GET", "/session/login").sign())))
        .endsWith("invalid-proof");
    assertThat(problem(login("phone", proof(KEY, "POST", "/oauth2/token").sign())))
        .endsWith("invalid-proof");
    assertThat(problem(login("phone", ""))).endsWith("invalid-proof");
  }

  @Test
  void nothingIsRememberedOfAProofOfWhoHasNothingElse() throws Exception {
    String proof = proof(OTHER, "POST", "/oauth2/token").sign();
    for (int times = 0; times < 2; times++) {
      assertThat(refresh("A".repeat(84), proof).body()).isEqualTo("{\"error\":\"invalid_grant\"}");
    }
    String used = proof(KEY, "POST", "/session/login").sign();
    HttpResponse<String> wrong =
        json("/session/login", used, "username", "alice", "password", "not the right one");
    assertThat(problem(wrong)).endsWith("invalid-credentials");
    assertThat(login("phone", used).statusCode()).isEqualTo(200);
  }

  @Test
  void clientOfBoundTokensHasToProve() throws Exception {
    assertThat(problem(login("vault", null))).endsWith("proof-needed");
    assertThat(boundLogin("vault").getString("token_type")).isEqualTo("DPoP");

    Map<String, String> grant = Map.of("grant_type", "client_credentials");
    HttpResponse<String> without = form("/oauth2/token", null, "worker:" + secret, grant);
    assertThat(without.statusCode()).isEqualTo(400);
    assertThat(without.body()).isEqualTo("{\"error\":\"invalid_dpop_proof\"}");
    HttpResponse<String> with =
        form(
            "/oauth2/token", proof(KEY, "POST", "/oauth2/token").sign(), "worker:" + secret, grant);
    assertThat(with.statusCode()).isEqualTo(200);
    String token = new JsonObject(with.body()).getString("access_token");
    assertThat(confirmation(token)).isEqualTo(Map.of("jkt", JKT));

    HttpResponse<String> introspection =
        form("/oauth2/introspect", null, "worker:" + secret, Map.of("token", token));
    JsonObject facts = new JsonObject(introspection.body());
    assertThat(facts.getString("token_type")).isEqualTo("DPoP");
    assertThat(facts.getJsonObject("cnf").getString("jkt")).isEqualTo(JKT);
  }

  private static HttpResponse<String> list(String scheme, String token, @Nullable String proof)
      throws Exception {
    var request = server.request("/session/list").header("Authorization", scheme + " " + token);
    return server.send((proof == null ? request : request.header("DPoP", proof)).GET());
  }

  @Test
  void boundTokenOpensNothingWithoutItsKey() throws Exception {
    String token =
        new JsonObject(
                json(
                        "/session/login",
                        proof(KEY, "POST", "/session/login").sign(),
                        "username",
                        "alice",
                        "password",
                        RunningServer.PASSWORD)
                    .body())
            .getString("access_token");
    String right = proof(KEY, "GET", "/session/list").withToken(token).sign();
    assertThat(list("DPoP", token, right).statusCode()).isEqualTo(200);
    assertRefused(list("DPoP", token, right), "invalid_dpop_proof", "dpop_invalid");
    assertRefused(list("Bearer", token, null), "invalid_token", "dpop_missing");
    assertRefused(
        list("Bearer", token, proof(KEY, "GET", "/session/list").withToken(token).sign()),
        "invalid_token",
        "dpop_missing");
    assertRefused(list("DPoP", token, null), "invalid_token", "dpop_missing");
    for (DpopForge wrong :
        List.of(
            proof(KEY, "POST", "/session/list").withToken(token),
            proof(KEY, "GET", "/session/lists").withToken(token),
            proof(KEY, "GET", "/session/list"),
            proof(KEY, "GET", "/session/list").withToken(token + "x"),
            proof(KEY, "GET", "/session/list").withToken(token).with("iat", 1))) {
      assertRefused(list("DPoP", token, wrong.sign()), "invalid_dpop_proof", "dpop_invalid");
    }
    assertRefused(
        list("DPoP", token, proof(OTHER, "GET", "/session/list").withToken(token).sign()),
        "invalid_token",
        "dpop_invalid");

    String bearer = server.accessToken("alice");
    assertThat(list("Bearer", bearer, null).statusCode()).isEqualTo(200);
    assertRefused(
        list("DPoP", bearer, proof(KEY, "GET", "/session/list").withToken(bearer).sign()),
        "invalid_token",
        "dpop_invalid");
  }

  private static void assertRefused(HttpResponse<String> answer, String error, String reason) {
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().allValues("WWW-Authenticate"))
        .containsExactly(
            "DPoP realm=\"signet\", error=\"%s\", reason=\"%s\", algs=\"%s\""
                .formatted(error, reason, "ES256 Ed25519 PS256 RS256"));
  }

  @Test
  void nonceIsAskedForWhereConfigured(@TempDir Path another) throws Exception {
    try (RunningServer strict = RunningServer.start(another, "dpop.nonces", "true")) {
      strict.addUser("bob");
      String body =
          new JsonObject().put("username", "bob").put("password", RunningServer.PASSWORD).encode();
      DpopForge proof = DpopForge.of(KEY, "POST", strict.url() + "/session/login", Instant.now());
      var request = strict.request("/session/login").header("Content-Type", "application/json");
      HttpResponse<String> asked =
          strict.send(
              request.copy().header("DPoP", proof.sign()).POST(BodyPublishers.ofString(body)));
      assertThat(problem(asked)).endsWith("proof-nonce-needed");
      String nonce = asked.headers().firstValue("DPoP-Nonce").orElseThrow();
      HttpResponse<String> told =
          strict.send(
              request
                  .copy()
                  .header("DPoP", proof.with("nonce", nonce).sign())
                  .POST(BodyPublishers.ofString(body)));
      assertThat(told.statusCode()).isEqualTo(200);

      HttpResponse<String> oauth =
          strict.send(
              strict
                  .request("/oauth2/token")
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header(
                      "DPoP",
                      DpopForge.of(KEY, "POST", strict.url() + "/oauth2/token", Instant.now())
                          .sign())
                  .POST(
                      BodyPublishers.ofString(
                          "grant_type=refresh_token&refresh_token=x&client_id=default")));
      assertThat(oauth.statusCode()).isEqualTo(400);
    }
  }

  @Test
  void metadataNamesTheAlgorithms() throws Exception {
    JsonObject metadata =
        new JsonObject(server.get("/.well-known/oauth-authorization-server").body());
    assertThat(metadata.getJsonArray("dpop_signing_alg_values_supported"))
        .isEqualTo(new JsonArray(List.of("ES256", "Ed25519", "PS256", "RS256")));
  }
}
