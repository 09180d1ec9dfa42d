package signet.bearer.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.bearer.BearerAuthenticator;
import signet.bearer.LiveRolesUnavailableException;
import signet.bearer.RoutePolicy;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwks.KeySource;
import signet.jose.jwt.JwtVerifier;
import signet.testkit.forge.DpopForge;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/** One application with the filter in Tomcat and in Jetty, over real sockets. */
@ParameterizedClass
@EnumSource
final class SignetFilterIT {
  private static final ForgeKey KEY = ForgeKey.generate("ES256").withKid("key-1");
  private static final String CHALLENGE = "Bearer realm=\"orders\"";
  private static final RoutePolicy TOKEN = RoutePolicy.token();
  private static final Map<Kind, Container> RUNNING = new LinkedHashMap<>();
  private static final List<String> REFUSALS = new CopyOnWriteArrayList<>();

  private static volatile boolean keysAreThere = true;
  private static volatile boolean fresh = true;
  private static volatile boolean rolesAreThere = true;

  @Parameter Kind kind;

  /** The containers. */
  enum Kind {
    TOMCAT,
    JETTY;

    Container start() {
      return switch (this) {
        case TOMCAT -> Container.tomcat(SignetFilterIT::application);
        case JETTY -> Container.jetty(SignetFilterIT::application);
      };
    }
  }

  @AfterAll
  static void stop() {
    RUNNING.values().forEach(Container::close);
    RUNNING.clear();
  }

  private static void application(ServletContext context) {
    KeySource keys =
        () ->
            keysAreThere
                ? Optional.of(JwkSet.parsePublished(ForgeKey.jwks(KEY)))
                : Optional.empty();
    BearerAuthenticator authenticator =
        BearerAuthenticator.builder(
                JwtVerifier.accessToken("https://auth.example", "orders").keys(keys).build(),
                "orders")
            .freshness(() -> fresh)
            .liveRoles(
                (jwt, token) -> {
                  if (!rolesAreThere) {
                    throw new LiveRolesUnavailableException("away", null);
                  }
                  return Optional.of(List.of("manager"));
                })
            .build();
    SignetFilter.builder(authenticator)
        .open("/open")
        .open("/files/*")
        .route("GET", "/orders/*", TOKEN.allScopes("orders:read"))
        .route("POST", "/orders/*", TOKEN.allScopes("orders:write"))
        .route("/orders/admin/*", TOKEN.anyRole("manager"))
        .route("/files/secret", TOKEN.allScopes("files:secret"))
        .route("/live", TOKEN.liveRoles().anyRole("manager"))
        .route("/fresh", TOKEN.freshRevocations())
        .route("/young", TOKEN.maxAge(Duration.ofSeconds(10)))
        .route("/greeting", TOKEN.optional())
        .route("GET", "/notes", TOKEN.optional())
        .route("POST", "/notes", TOKEN.allScopes("notes:write"))
        .open("/orders/admin/login")
        .proofsFor("https://api.example")
        .refusalListener(refusal -> REFUSALS.add(refusal.status() + " " + refusal.reason()))
        .build()
        .addTo(context);
    add(context, "echo", new Echo(), "/", "/error");
    add(context, "forward", new Forward(), "/forward");
    add(context, "fail", new Fail(), "/fail");
    add(context, "thread", new OnAnotherThread(), "/thread");
    add(context, "again", new DispatchedAgain(), "/again");
  }

  private static void add(ServletContext context, String name, HttpServlet servlet, String... at) {
    ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
    registration.setAsyncSupported(true);
    registration.addMapping(at);
  }

  /** Says that it was reached, and by whom. */
  private static final class Echo extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.getWriter().print(who(request));
    }

    static String who(HttpServletRequest request) {
      return "reached by "
          + (request.getUserPrincipal() == null ? null : request.getUserPrincipal().getName())
          + " "
          + request.getRemoteUser()
          + " clerk="
          + request.isUserInRole("clerk")
          + " manager="
          + request.isUserInRole("manager")
          + " jti="
          + SignetFilter.jwt(request).flatMap(jwt -> jwt.jwtId()).orElse("none");
    }
  }

  private static final class Forward extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      request.getRequestDispatcher("/inner").forward(request, response);
    }
  }

  private static final class Fail extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      response.sendError(500);
    }
  }

  private static final class OnAnotherThread extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
      AsyncContext async = request.startAsync();
      async.start(
          () -> {
            try {
              String who = Echo.who((HttpServletRequest) async.getRequest());
              async.getResponse().getWriter().print(who);
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            } finally {
              async.complete();
            }
          });
    }
  }

  private static final class DispatchedAgain extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
      // The container's own request, which knows nobody: what a library would hand on.
      request.startAsync(((AuthenticatedRequest) request).getRequest(), response);
      request.getAsyncContext().dispatch("/inner");
    }
  }

  private static Map<String, Object> claims() {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", "https://auth.example");
    claims.put("sub", "alice");
    claims.put("aud", "orders");
    claims.put("client_id", "default");
    claims.put("iat", now - 300);
    claims.put("exp", now + 600);
    claims.put("jti", "t-1");
    claims.put("scope", "orders:read");
    claims.put("roles", List.of("clerk"));
    return claims;
  }

  private static TokenForge token() {
    return TokenForge.with(KEY).header("typ", "at+jwt").claims(claims());
  }

  private static String bearer() {
    return "Authorization: Bearer " + token().sign();
  }

  private RawHttp.Answer send(String method, String target, String... headers) throws IOException {
    Container container = RUNNING.computeIfAbsent(kind, Kind::start);
    return RawHttp.send(container.port(), method, target, headers);
  }

  private RawHttp.Answer get(String target, String... headers) throws IOException {
    return send("GET", target, headers);
  }

  private static void assertRefused(RawHttp.Answer answer, int status, String challenge) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.values("WWW-Authenticate")).containsExactly(challenge);
    assertThat(answer.values("Content-Type").get(0)).startsWith("application/problem+json");
    assertThat(answer.values("Cache-Control")).containsExactly("no-store");
    assertThat(answer.body()).startsWith("{\"type\":").doesNotContain("reached");
  }

  private static void assertUnavailable(RawHttp.Answer answer, String reason) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.values("Retry-After")).containsExactly("5");
    assertThat(answer.values("WWW-Authenticate")).isEmpty();
    assertThat(answer.body()).contains("\"reason\":\"" + reason + "\"").doesNotContain("reached");
  }

  @Test
  void knowsWhoSentTheRequest() throws IOException {
    RawHttp.Answer answer = get("/app/orders/1", bearer());
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("reached by alice alice clerk=true manager=false jti=t-1");
  }

  @Test
  void asksForATokenWhereNoRouteSaysAnything() throws IOException {
    assertRefused(get("/app/elsewhere"), 401, CHALLENGE);
    assertThat(get("/app/elsewhere", bearer()).status()).isEqualTo(200);
  }

  @Test
  void asksForNothingAtAnOpenPlace() throws IOException {
    assertThat(get("/app/open").body()).startsWith("reached by null");
    assertThat(get("/app/open", "Authorization: Bearer x").body()).startsWith("reached by null");
  }

  @Test
  void refusesTwoAuthorizationHeaders() throws IOException {
    String invalid = CHALLENGE + ", error=\"invalid_request\"";
    assertRefused(get("/app/orders/1", bearer(), bearer()), 400, invalid);
    assertRefused(get("/app/orders/1", "Authorization: Basic YTpi", bearer()), 400, invalid);
    assertRefused(get("/app/orders/1", bearer() + ", Bearer x"), 400, invalid);
  }

  @Test
  void ignoresATokenInTheQuery() throws IOException {
    String token = token().sign();
    assertRefused(get("/app/orders/1?access_token=" + token), 401, CHALLENGE);
  }

  @ParameterizedTest
  @CsvSource({"none, alg_none", "HS256, alg_not_allowed", "EdDSA, key_mismatch"})
  void saysWhyATokenIsRefusedAndEchoesNothing(String alg, String reason) throws IOException {
    String forged = token().header("alg", alg).header("kid", "key-1").sign();
    RawHttp.Answer answer = get("/app/orders/1", "Authorization: Bearer " + forged);
    assertRefused(answer, 401, CHALLENGE + ", error=\"invalid_token\", reason=\"" + reason + "\"");
    assertThat(answer.body()).contains("\"reason\":\"" + reason + "\"").doesNotContain("key-1");
    assertThat(REFUSALS.get(REFUSALS.size() - 1)).isEqualTo("401 Optional[" + reason + "]");
  }

  @Test
  void refusesTooLittleScopeAndAMissingRole() throws IOException {
    assertRefused(
        send("POST", "/app/orders/1", bearer(), "Content-Length: 0"),
        403,
        CHALLENGE + ", error=\"insufficient_scope\", scope=\"orders:write\"");
    assertRefused(
        get("/app/orders/admin/x", bearer()),
        403,
        CHALLENGE + ", error=\"insufficient_scope\", error_description=\"a role is missing\"");
  }

  @Test
  void refusesATokenThatIsTooOldForTheRoute() throws IOException {
    assertRefused(
        get("/app/young", bearer()),
        401,
        CHALLENGE + ", error=\"invalid_token\", reason=\"too_old\"");
  }

  @Test
  void refusesMethodsThatNobodyNamed() throws IOException {
    RawHttp.Answer answer = send("DELETE", "/app/orders/1", bearer());
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.values("Allow")).containsExactly("GET, POST");
    assertThat(answer.body()).doesNotContain("reached");
  }

  @Test
  void judgesHeadAsGet() throws IOException {
    assertThat(send("HEAD", "/app/orders/1").status()).isEqualTo(401);
    assertThat(send("HEAD", "/app/orders/1", bearer()).status()).isEqualTo(200);
  }

  @Test
  void letsAnonymousRequestsPassWhereTheRouteIsOptional() throws IOException {
    assertThat(get("/app/greeting").body()).startsWith("reached by null");
    assertThat(get("/app/greeting", bearer()).body()).startsWith("reached by alice");
    assertThat(get("/app/greeting", "Authorization: Bearer x").status()).isEqualTo(401);
  }

  @Test
  void answersWithPatienceWhileSomethingIsAway() throws IOException {
    assertThat(get("/app/live", bearer()).body()).contains("clerk=false manager=true");
    assertThat(get("/app/fresh", bearer()).status()).isEqualTo(200);
    keysAreThere = false;
    assertUnavailable(get("/app/orders/1", bearer()), "keys_unavailable");
    keysAreThere = true;
    fresh = false;
    assertUnavailable(get("/app/fresh", bearer()), "revocations_unavailable");
    fresh = true;
    rolesAreThere = false;
    assertUnavailable(get("/app/live", bearer()), "revocations_unavailable");
    rolesAreThere = true;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/app/orders;x=1/1",
        "/app/orders/1;jsessionid=2",
        "/app;x/orders/1",
        "//app/orders/1",
        "/app//orders/1",
        "/app/./orders/1",
        "/app/open/../orders/1",
        "/app/open/%2e%2e/orders/1",
        "/app/open/%2E./orders/1",
        "/app/files/..%2forders/1",
        "/app/files%2f..%2forders/1",
        "/app/%6frders%2f1",
        "/app/orders%5c1",
        "/app/orders\\1",
        "/app/orders%252f1",
        "/app/files/%00",
        "/app/files/a%3bb",
        "/app/open;x=1",
        "/app/files/secret;x=1",
        "/app/files//secret",
        "/app/files/./secret",
        "/app/files/%2e/secret"
      })
  void refusesAnAddressThatCanBeReadInTwoWays(String target) throws IOException {
    // Some of them the container refuses before us.
    RawHttp.Answer anonymous = get(target);
    assertThat(anonymous.status()).isBetween(400, 404);
    assertThat(anonymous.body()).doesNotContain("reached");
    RawHttp.Answer known = get(target, bearer());
    assertThat(known.status()).isBetween(400, 404);
    assertThat(known.body()).doesNotContain("reached");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/app/ORDERS/1",
        "/app/orders",
        "/app/orders/",
        "/app/%6frders/1",
        "/app/orders/admin",
        "/app/Orders/Admin/x",
        "/app/OPEN",
        "/app/open/",
        "/app/FILES/x",
        "/app/files/secret",
        "/app/files/Secret",
        "/app/files/secret/",
        "/app/files/%73ecret"
      })
  void otherSpellingsDoNotAvoidAPolicy(String target) throws IOException {
    RawHttp.Answer answer = get(target);
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body()).doesNotContain("reached");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/app/files/Secret",
        "/app/files/secret/",
        "/app/files/%73ecret",
        "/app/ORDERS/admin/"
      })
  void otherSpellingsAskForTheSameScopeOrRole(String target) throws IOException {
    assertThat(get(target, bearer()).status()).isEqualTo(403);
  }

  @Test
  void otherSpellingsOfWhatIsFreeOpenNothingThatIsRestricted() throws IOException {
    assertThat(get("/app/notes").status()).isEqualTo(200);
    assertThat(get("/app/orders/admin/login").status()).isEqualTo(200);
    for (String target : List.of("/app/notes/", "/app/NOTES")) {
      assertThat(send("POST", target, bearer(), "Content-Length: 0").status()).isEqualTo(403);
      assertThat(send("DELETE", target, bearer()).status()).isEqualTo(405);
    }
    for (String name : List.of("login/", "LOGIN")) {
      assertThat(get("/app/orders/admin/" + name, bearer()).status()).isEqualTo(403);
    }
  }

  @Test
  void aForwardKnowsWhoSentTheRequest() throws IOException {
    assertThat(get("/app/forward", bearer()).body()).startsWith("reached by alice alice");
    assertRefused(get("/app/forward"), 401, CHALLENGE);
  }

  @Test
  void anErrorPageKnowsWhoSentTheRequestAndIsNoWayIn() throws IOException {
    RawHttp.Answer answer = get("/app/fail", bearer());
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.body()).startsWith("reached by alice alice");
    assertRefused(get("/app/fail"), 401, CHALLENGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/app/thread", "/app/again"})
  void anotherThreadKnowsWhoSentTheRequest(String target) throws IOException {
    assertThat(get(target, bearer()).body())
        .isEqualTo("reached by alice alice clerk=true manager=false jti=t-1");
    assertRefused(get(target), 401, CHALLENGE);
  }

  @Test
  void acceptsAnyCaseOfTheScheme() throws IOException {
    String token = token().sign();
    assertThat(get("/app/orders/1", "authorization: bEaReR  " + token).status()).isEqualTo(200);
  }

  @Test
  void boundTokenPassesWithItsProofAlone() throws IOException {
    ForgeKey client = ForgeKey.generate("ES256");
    Map<String, Object> claims = claims();
    claims.put("cnf", Map.of("jkt", Jwk.parse(client.jwk()).thumbprint()));
    String token = token().claims(claims).sign();
    DpopForge proof =
        DpopForge.of(client, "GET", "https://api.example/app/orders/1", Instant.now())
            .withToken(token);
    String bound = "Authorization: DPoP " + token;
    String right = "DPoP: " + proof.sign();
    assertThat(get("/app/orders/1", bound, right).status()).isEqualTo(200);
    String invalid = "DPoP realm=\"orders\", error=\"invalid_dpop_proof\", reason=\"dpop_invalid\"";
    String missing = "DPoP realm=\"orders\", error=\"invalid_token\", reason=\"dpop_missing\"";
    String algs = ", algs=\"ES256 Ed25519 PS256 RS256\"";
    assertRefused(get("/app/orders/1", bound, right), 401, invalid + algs);
    assertRefused(get("/app/orders/2", bound, "DPoP: " + proof.sign()), 401, invalid + algs);
    assertRefused(
        get("/app/orders/1", bound, "DPoP: " + proof.sign(), "DPoP: " + proof.sign()),
        401,
        invalid + algs);
    assertRefused(get("/app/orders/1", bound), 401, missing + algs);
    assertRefused(
        get("/app/orders/1", "Authorization: Bearer " + token, "DPoP: " + proof.sign()),
        401,
        missing + algs);
    // Headers count, and not what the client says that the host is called.
    String elsewhere =
        DpopForge.of(client, "GET", "http://localhost/app/orders/1", Instant.now())
            .withToken(token)
            .sign();
    assertRefused(get("/app/orders/1", bound, "DPoP: " + elsewhere), 401, invalid + algs);
  }
}
