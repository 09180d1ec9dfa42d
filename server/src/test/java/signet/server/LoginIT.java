package signet.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.server.account.RoleEdit;
import signet.server.admin.Administration;
import signet.server.admin.UserAdministration;

/** Logins over HTTP; tokens are judged by Nimbus, which shares no code with ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LoginIT {
  private static final String API = "https://api.example.com";
  private static final AtomicInteger COMPUTATIONS = new AtomicInteger();

  /** What happens once, between the reading of a user and the computation of the hash. */
  private static final AtomicReference<Runnable> MEANWHILE = new AtomicReference<>();

  @TempDir static Path folder;
  private static RunningServer server;
  private static String alice;

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
            hasher -> new WatchedHasher(hasher, LoginIT::computing),
            "tokens.access.algorithm",
            "RS256",
            "clients.default.audiences",
            API + ",https://other.example.com",
            "clients.default.scopes",
            "orders:read,orders:write");
    alice = server.addUser("alice", "admin", "sales");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static void computing() {
    COMPUTATIONS.incrementAndGet();
    Runnable meanwhile = MEANWHILE.getAndSet(null);
    if (meanwhile != null) {
      meanwhile.run();
    }
  }

  private static HttpResponse<String> loginWhile(Consumer<UserAdministration> change, String name)
      throws Exception {
    MEANWHILE.set(
        () -> {
          try (Administration administration = LocalAdministration.open(server.config())) {
            change.accept(administration.users());
          }
        });
    return server.login(name, RunningServer.PASSWORD);
  }

  @Test
  void givesAnAccessTokenThatVerifiesThroughTheKeySet() throws Exception {
    long before = Instant.now().getEpochSecond();
    HttpResponse<String> response = server.login("Alice", RunningServer.PASSWORD);

    assertThat(response.statusCode()).isEqualTo(200);
    JsonObject body = new JsonObject(response.body());
    assertThat(body.fieldNames())
        .containsExactly("access_token", "token_type", "expires_in", "scope", "session_id");
    assertThat(body.getString("token_type")).isEqualTo("Bearer");
    assertThat(body.getInteger("expires_in")).isEqualTo(900);
    assertThat(body.getString("scope")).isEqualTo("orders:read orders:write");

    JWTClaimsSet claims = verify(body.getString("access_token"), JWSAlgorithm.RS256, API);
    assertThat(claims.getClaims().keySet())
        .containsExactlyInAnyOrder(
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
    assertThat(claims.getSubject()).isEqualTo(alice).startsWith("usr_");
    assertThat(claims.getStringClaim("client_id")).isEqualTo("default");
    assertThat(claims.getStringClaim("scope")).isEqualTo("orders:read orders:write");
    assertThat(claims.getStringClaim("sid")).isEqualTo(body.getString("session_id")).hasSize(22);
    assertThat(claims.getJWTID()).hasSize(22);
    assertThat(claims.getStringListClaim("roles")).containsExactly("admin", "sales");
    assertThat(claims.getLongClaim("authz_ver")).isEqualTo(1);
    long issuedAt = claims.getIssueTime().toInstant().getEpochSecond();
    assertThat(issuedAt).isBetween(before, before + 60);
    assertThat(claims.getExpirationTime().toInstant().getEpochSecond()).isEqualTo(issuedAt + 900);
    assertThat(claims.getLongClaim("auth_time")).isEqualTo(issuedAt);
  }

  @Test
  void everyLoginIsASessionOfItsOwn() throws Exception {
    JsonObject one = new JsonObject(server.login("alice", RunningServer.PASSWORD).body());
    JsonObject other = new JsonObject(server.login("alice", RunningServer.PASSWORD).body());

    assertThat(one.getString("session_id")).isNotEqualTo(other.getString("session_id"));
    assertThat(claims(one).getJWTID()).isNotEqualTo(claims(other).getJWTID());
  }

  private static JWTClaimsSet claims(JsonObject body) throws Exception {
    return SignedJWT.parse(body.getString("access_token")).getJWTClaimsSet();
  }

  @Test
  void takesTheResourceAsAudience() throws Exception {
    String token = server.accessToken("alice", "resource", "https://other.example.com");

    assertThat(verify(token, JWSAlgorithm.RS256, "https://other.example.com")).isNotNull();
  }

  @Test
  void cutsTheScopeToWhatIsPermitted() throws Exception {
    String asked = "orders:read orders:delete signet:admin";

    assertThat(grantedScope("scope", asked)).isEqualTo("orders:read");
    assertThat(grantedScope("scope", asked, "resource", server.url()))
        .isEqualTo("orders:read signet:admin");
  }

  private static String grantedScope(String... parameters) throws Exception {
    HttpResponse<String> response = server.login("alice", RunningServer.PASSWORD, parameters);
    return new JsonObject(response.body()).getString("scope");
  }

  @Test
  void leavesTheClaimOutWhereNoScopeIsGranted() throws Exception {
    JsonObject body =
        new JsonObject(
            server.login("alice", RunningServer.PASSWORD, "scope", "orders:delete").body());

    assertThat(body.getString("scope")).isEmpty();
    assertThat(claims(body).getClaim("scope")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "client_id, nobody, invalid-client",
    "resource, https://api.example.com/, invalid-target",
    "scope, a  b, invalid-scope",
  })
  void refusesWhatTheClientMayNotAskFor(String field, String value, String type) throws Exception {
    int before = COMPUTATIONS.get();

    HttpResponse<String> response = server.login("alice", RunningServer.PASSWORD, field, value);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(new JsonObject(response.body()).getString("type")).isEqualTo(type);
    assertThat(COMPUTATIONS).hasValue(before);
  }

  @Test
  void unknownUserAndWrongPasswordAreTheSameToTheByteAndInCost() throws Exception {
    int start = COMPUTATIONS.get();
    HttpResponse<String> wrong = server.login("alice", "wrong horse");
    assertThat(COMPUTATIONS).hasValue(start + 1);
    HttpResponse<String> unknown = server.login("nobody", "wrong horse");
    assertThat(COMPUTATIONS).hasValue(start + 2);

    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(unknown.statusCode()).isEqualTo(400);
    assertThat(anonymous(wrong))
        .isEqualTo(anonymous(unknown))
        .isEqualTo(
            "{\"type\":\"invalid-credentials\",\"title\":\"User name or password is wrong\","
                + "\"status\":400,\"correlation_id\":\"ID\"}");
    assertThat(headers(wrong)).isEqualTo(headers(unknown));
  }

  /** The correlation id is random, so it says nothing; all other bytes must be equal. */
  private static String anonymous(HttpResponse<String> response) {
    return response.body().replaceAll("[0-9a-f]{32}-[0-9a-f]{16}", "ID");
  }

  private static String headers(HttpResponse<String> response) {
    return response.headers().map().toString().replaceAll("[0-9a-f]{32}-[0-9a-f]{16}", "ID");
  }

  @Test
  void aNameThatCannotBeCostsAsMuch() throws Exception {
    int start = COMPUTATIONS.get();

    HttpResponse<String> response = server.login("not a name", "wrong horse");

    assertThat(COMPUTATIONS).hasValue(start + 1);
    assertThat(anonymous(response)).contains("invalid-credentials");
  }

  @Test
  void aRoleThatIsGivenMeanwhileIsInTheToken() throws Exception {
    String bob = server.addUser("bob");
    RoleEdit edit = new RoleEdit(Set.of("audit"), Set.of());

    HttpResponse<String> response = loginWhile(users -> users.editRoles(bob, edit), "bob");

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    String token = new JsonObject(response.body()).getString("access_token");
    JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
    assertThat(claims.getStringListClaim("roles")).containsExactly("audit");
    assertThat(claims.getLongClaim("authz_ver")).isEqualTo(2);
  }

  @Test
  void whoIsDisabledMeanwhileGetsNoSessionNorWhosePasswordIsNoMore() throws Exception {
    String carol = server.addUser("carol");
    String dave = server.addUser("dave");

    for (HttpResponse<String> response :
        List.of(
            loginWhile(users -> users.setEnabled(carol, false), "carol"),
            loginWhile(users -> users.resetPassword(dave, "battery staple"), "dave"))) {
      assertThat(response.statusCode()).isEqualTo(503);
      assertThat(response.headers().firstValue("Retry-After")).contains("1");
    }

    try (Administration administration = LocalAdministration.open(server.config())) {
      for (String user : List.of(carol, dave)) {
        assertThat(administration.sessions().list(Optional.of(user), Optional.empty(), 10))
            .isEmpty();
      }
    }
    assertThat(server.login("carol", RunningServer.PASSWORD).statusCode()).isEqualTo(400);
    assertThat(server.login("dave", RunningServer.PASSWORD).statusCode()).isEqualTo(400);
  }

  @Test
  void answersWithTokensAreNotStored() throws Exception {
    HttpResponse<String> response = server.login("alice", RunningServer.PASSWORD);

    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(response.headers().firstValue("Date").orElse(""))
        .matches("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d{2} [A-Z][a-z]{2} \\d{4} [\\d:]{8} GMT");
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.body()).doesNotContain("refresh_token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256", "Ed25519", "PS384"})
  void signsWithTheConfiguredAlgorithm(String algorithm, @TempDir Path other) throws Exception {
    try (RunningServer configured =
        RunningServer.start(
            other, "tokens.access.algorithm", algorithm, "tokens.access.lifetime", "1m")) {
      configured.addUser("bob");
      String token = configured.accessToken("bob");

      SignedJWT parsed = SignedJWT.parse(token);
      assertThat(parsed.getHeader().getAlgorithm().getName()).isEqualTo(algorithm);
      assertThat(parsed.getJWTClaimsSet().getAudience()).containsExactly(configured.url());
      if (!algorithm.equals("Ed25519")) { // Nimbus needs a further library for that one.
        JWKSet keys = keys(configured);
        assertThat(
                verifier(configured, keys, JWSAlgorithm.parse(algorithm), configured.url())
                    .process(token, null)
                    .getSubject())
            .startsWith("usr_");
      }
    }
  }

  private static JWTClaimsSet verify(String token, JWSAlgorithm algorithm, String audience)
      throws Exception {
    return verifier(server, keys(server), algorithm, audience).process(token, null);
  }

  private static JWKSet keys(RunningServer of) throws Exception {
    return JWKSet.load(URI.create(of.url() + "/.well-known/jwks.json").toURL());
  }

  private static DefaultJWTProcessor<?> verifier(
      RunningServer of, JWKSet keys, JWSAlgorithm algorithm, String audience) {
    DefaultJWTProcessor<com.nimbusds.jose.proc.SecurityContext> processor =
        new DefaultJWTProcessor<>();
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(algorithm, new ImmutableJWKSet<>(keys)));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            audience,
            new JWTClaimsSet.Builder().issuer(of.server().issuer()).build(),
            Set.copyOf(List.of("sub", "exp", "iat", "jti", "client_id"))));
    return processor;
  }
}
