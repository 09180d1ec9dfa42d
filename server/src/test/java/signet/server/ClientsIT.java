package signet.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.VerifiedJwt;
import signet.server.OauthClient.Assertion;

/** Clients that ask for themselves, with a secret or a key. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsIT {
  private static final String ORDERS = "https://orders.example.com";
  private static final String SECRET = "k7Qd0cGJ2mC5hGq1vW9rT3bN8sXyZ4aE6uF_pL-oiRw";
  private static final PrivateJwk KEY =
      PrivateJwk.generate(JwsAlgorithm.ES256).withKid("k1").withAlgorithm(JwsAlgorithm.ES256);

  @TempDir static Path folder;
  private static RunningServer server;
  private static OauthClient oauth;

  /** Where it keeps its data; SQLite unless a subclass says otherwise. */
  String[] storage() {
    return new String[0];
  }

  @BeforeAll
  void start() throws Exception {
    Path keys = folder.resolve("keys.json");
    java.nio.file.Files.writeString(keys, JwkSet.of(KEY.toPublic()).toJson());
    server =
        RunningServer.start(
            folder,
            storage(),
            "clients.batch.channel",
            "confidential",
            "clients.batch.secret-hashes",
            OauthClient.sha256(SECRET),
            "clients.batch.audiences",
            ORDERS,
            "clients.batch.scopes",
            "orders:read,orders:write",
            "clients.batch.access-lifetime",
            "5m",
            "clients.signer.channel",
            "confidential",
            "clients.signer.keys",
            keys.toString(),
            "clients.signer.verifier",
            "true",
            "clients.root.channel",
            "confidential",
            "clients.root.secret-hashes",
            OauthClient.sha256(SECRET),
            "clients.root.admin",
            "true",
            "clients.odd-name_1.channel",
            "confidential",
            "clients.odd-name_1.secret-hashes",
            OauthClient.sha256("a secret: with +/% and é"),
            "clients.phone.channel",
            "native");
    oauth = new OauthClient(server);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static VerifiedJwt verified(String token, String audience) throws Exception {
    return JwtVerifier.accessToken(server.url(), audience)
        .keys(JwkSet.parsePublished(server.get("/.well-known/jwks.json").body()))
        .build()
        .verifyOrThrow(token);
  }

  @Test
  void aSecretGetsATokenOfTheClientsOwn() throws Exception {
    HttpResponse<String> response =
        oauth.basic("batch", SECRET, "/oauth2/token", "grant_type", "client_credentials");

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    JsonObject body = new JsonObject(response.body());
    assertThat(body.fieldNames())
        .containsExactly("access_token", "token_type", "expires_in", "scope");
    assertThat(body.getInteger("expires_in")).isEqualTo(300);
    VerifiedJwt token = verified(body.getString("access_token"), ORDERS);
    assertThat(token.subject()).contains("batch");
    assertThat(token.clientId()).contains("batch");
    assertThat(token.scopes()).containsExactly("orders:read", "orders:write");
    assertThat(token.claims().toMap().keySet())
        .containsExactlyInAnyOrder("iss", "sub", "aud", "exp", "iat", "jti", "client_id", "scope");
  }

  @Test
  void partsOfBasicCredentialsAreFormEncoded() throws Exception {
    assertThat(
            oauth
                .basic(
                    "odd-name_1",
                    "a secret: with +/% and é",
                    "/oauth2/token",
                    "grant_type",
                    "client_credentials")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void scopesAndResourceAreCutToTheClients() throws Exception {
    assertThat(granted("batch", "scope", "orders:read orders:delete signet:admin"))
        .isEqualTo("orders:read");
    assertThat(granted("root", "scope", "signet:admin signet:revocations"))
        .isEqualTo("signet:admin");
    // A reserved scope in a token for somebody else would be of use there.
    assertThat(granted("batch", "scope", "signet:admin", "resource", ORDERS)).isEmpty();
    assertThat(
            oauth
                .basic(
                    "batch",
                    SECRET,
                    "/oauth2/token",
                    "grant_type",
                    "client_credentials",
                    "resource",
                    "https://other.example.com")
                .body())
        .isEqualTo("{\"error\":\"invalid_target\"}");
  }

  private static String granted(String client, String... form) throws Exception {
    HttpResponse<String> response =
        oauth.basic(
            client,
            SECRET,
            "/oauth2/token",
            OauthClient.append(form, "grant_type", "client_credentials"));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new JsonObject(response.body()).getString("scope");
  }

  @Test
  void aClientThatMayAdministrateDoes() throws Exception {
    assertThat(admin("root", "signet:admin")).isEqualTo(200);
    assertThat(admin("root", "other")).isEqualTo(403);
    String token = token("root", "scope", "signet:admin");
    assertThat(server.get("/session/list", "Authorization", "Bearer " + token).statusCode())
        .as("it is no user")
        .isEqualTo(401);
  }

  private static String token(String client, String... form) throws Exception {
    return new JsonObject(
            oauth
                .basic(
                    client,
                    SECRET,
                    "/oauth2/token",
                    OauthClient.append(form, "grant_type", "client_credentials"))
                .body())
        .getString("access_token");
  }

  private static int admin(String client, String scope) throws Exception {
    String token = token(client, "scope", scope);
    return server.get("/admin/users", "Authorization", "Bearer " + token).statusCode();
  }

  @Test
  void aKeySignsTheClientInOnce() throws Exception {
    String assertion = Assertion.of("signer", server.url()).signedBy(KEY);

    HttpResponse<String> response = oauth.assertion(assertion, "scope", "signet:revocations");
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(new JsonObject(response.body()).getString("scope")).isEqualTo("signet:revocations");

    HttpResponse<String> again = oauth.assertion(assertion);
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(again.body()).isEqualTo("{\"error\":\"invalid_client\"}");
  }

  static List<Map.Entry<String, String>> badAssertions() {
    String url = server.url();
    Assertion good = Assertion.of("signer", url);
    PrivateJwk stranger =
        PrivateJwk.generate(JwsAlgorithm.ES256).withKid("k1").withAlgorithm(JwsAlgorithm.ES256);
    long now = Instant.now().getEpochSecond();
    return List.of(
        Map.entry("signed by another key", good.signedBy(stranger)),
        Map.entry("for the token endpoint", good.with("aud", url + "/oauth2/token").signedBy(KEY)),
        Map.entry("for two", good.with("aud", List.of(url, "https://a.example")).signedBy(KEY)),
        Map.entry("of another subject", good.with("sub", "batch").signedBy(KEY)),
        Map.entry("of another issuer", good.with("iss", "batch").signedBy(KEY)),
        Map.entry("expired", good.with("exp", now - 31).signedBy(KEY)),
        Map.entry("far ahead", good.with("exp", now + 335).signedBy(KEY)),
        Map.entry("without jti", good.without("jti").signedBy(KEY)),
        Map.entry("with an empty jti", good.with("jti", "").signedBy(KEY)),
        Map.entry("without exp", good.without("exp").signedBy(KEY)),
        Map.entry("without sub", good.without("sub").signedBy(KEY)),
        Map.entry("of another type", good.signedBy(KEY, "at+jwt")),
        Map.entry("of a client without keys", Assertion.of("batch", url).signedBy(KEY)),
        Map.entry("of nobody", Assertion.of("nobody", url).signedBy(KEY)),
        Map.entry("no token", "nonsense"));
  }

  @ParameterizedTest
  @MethodSource("badAssertions")
  void otherAssertionsAreRefused(Map.Entry<String, String> bad) throws Exception {
    HttpResponse<String> response = oauth.assertion(bad.getValue());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo("{\"error\":\"invalid_client\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "batch, wrong",
    "batch, ''",
    "nobody, k7Qd0cGJ2mC5hGq1vW9rT3bN8sXyZ4aE6uF_pL-oiRw",
    "phone, k7Qd0cGJ2mC5hGq1vW9rT3bN8sXyZ4aE6uF_pL-oiRw",
    "signer, k7Qd0cGJ2mC5hGq1vW9rT3bN8sXyZ4aE6uF_pL-oiRw"
  })
  void wrongSecretIsAnswered401WithTheScheme(String client, String secret) throws Exception {
    for (String path : List.of("/oauth2/token", "/oauth2/introspect", "/oauth2/revoke")) {
      HttpResponse<String> response =
          oauth.basic(client, secret, path, "grant_type", "client_credentials", "token", "x");

      assertThat(response.statusCode()).as(path).isEqualTo(401);
      assertThat(response.body()).isEqualTo("{\"error\":\"invalid_client\"}");
      assertThat(response.headers().firstValue("WWW-Authenticate"))
          .contains("Basic realm=\"signet\"");
      assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "client_id=batch&client_secret=k7Qd0cGJ2mC5hGq1vW9rT3bN8sXyZ4aE6uF_pL-oiRw, invalid_client",
    "client_id=batch, invalid_client",
    "client_id=nobody, invalid_client",
    "client_id=phone, unauthorized_client",
    "'', invalid_request",
    "client_id=signer&client_assertion=x, invalid_request",
    "client_id=signer&client_assertion=x&client_assertion_type=other, invalid_request",
    "client_id=batch&client_secret=x&client_assertion=x, invalid_request",
  })
  void otherWaysToSayWhoItIsAreRefused(String form, String error) throws Exception {
    HttpResponse<String> response =
        oauth.form("/oauth2/token", "grant_type=client_credentials&" + form);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).isEqualTo("{\"error\":\"" + error + "\"}");
  }

  @Test
  void twoMethodsInOneRequestAreRefused() throws Exception {
    for (String[] more :
        List.of(
            new String[] {"client_secret", SECRET},
            new String[] {"client_id", "root"},
            new String[] {"client_assertion", "x"})) {
      HttpResponse<String> response =
          oauth.basic(
              "batch",
              SECRET,
              "/oauth2/token",
              OauthClient.append(more, "grant_type", "client_credentials"));
      assertThat(response.statusCode()).isEqualTo(400);
      assertThat(response.body()).isEqualTo("{\"error\":\"invalid_request\"}");
    }
    assertThat(
            server
                .send(
                    oauth
                        .request("/oauth2/token", "grant_type=client_credentials")
                        .header("Authorization", OauthClient.basic("batch", SECRET))
                        .header("Authorization", OauthClient.basic("batch", SECRET)))
                .statusCode())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"Basic", "Basic %%%", "Basic YmF0Y2g=", "Bearer abc", "Basic //8=", "Digest x"})
  void otherHeadersAreAnswered401(String authorization) throws Exception {
    HttpResponse<String> response =
        server.send(
            oauth
                .request("/oauth2/token", "grant_type=client_credentials")
                .header("Authorization", authorization));

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.body()).isEqualTo("{\"error\":\"invalid_client\"}");
  }
}
