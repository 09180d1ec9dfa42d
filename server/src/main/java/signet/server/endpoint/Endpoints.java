package signet.server.endpoint;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import signet.bearer.Challenges;
import signet.bearer.dpop.SenderConstraint;
import signet.runtime.address.TrustedProxies;
import signet.server.admin.DirectAdministration;
import signet.server.client.ClientAuthenticator;
import signet.server.client.ClientRegistry;
import signet.server.grant.AdminAccess;
import signet.server.grant.ClientCredentialsGrant;
import signet.server.grant.Introspection;
import signet.server.grant.LoginGrant;
import signet.server.grant.Logout;
import signet.server.grant.PasswordChange;
import signet.server.grant.RefreshGrant;
import signet.server.grant.SignUp;
import signet.server.grant.TokenRevocation;
import signet.server.key.SigningKeys;
import signet.server.metrics.Metrics;
import signet.server.revocation.FeedReader;
import signet.server.revocation.Verifiers;

/** Every path the server answers. Thread-safe. */
public final class Endpoints implements AutoCloseable {
  private static final String REALM = "signet";
  private static final long NETWORK_BODY_BYTES = 32L * 1024 * 1024;
  private static final long OPERATORS_BODY_BYTES = 8L * 1024 * 1024;
  private static final int OPERATORS_AT_ONCE = 64;

  // A router would fail on broken escapes, and make "//admin" and "/a/../admin" the same as
  // "/admin", which a proxy in front may have judged by what it saw.
  // Possessive: a group that may be given back takes a frame of the stack for each segment.
  private static final Pattern PLAIN_PATH =
      Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)++");

  private final Vertx vertx;
  private final Surroundings surroundings;
  private final Capacity network;
  private final Capacity operators;
  private final Duration keySetMaxAge;

  /**
   * Endpoints with those bounds.
   *
   * @param metrics where answers are counted
   * @param origin under which clients see this server
   * @param proxies who may say from where a request came
   * @param maxBodyBytes larger bodies are answered 413
   * @param bodyDeadline bodies that take longer are answered 408
   * @param requestsAtOnce more requests of the network that need blocking work are answered 503
   * @param keySetMaxAge for how long verifiers may keep the published keys
   * @param clock what answers are dated by, as tokens are
   */
  public Endpoints(
      Vertx vertx,
      Metrics metrics,
      String origin,
      TrustedProxies proxies,
      int maxBodyBytes,
      Duration bodyDeadline,
      int requestsAtOnce,
      Duration keySetMaxAge,
      InstantSource clock) {
    this.vertx = vertx;
    this.surroundings = new Surroundings(vertx, metrics, origin, proxies, clock);
    this.network =
        new Capacity(
            new RequestBody(vertx, maxBodyBytes, NETWORK_BODY_BYTES, bodyDeadline),
            new Workers(requestsAtOnce));
    this.operators =
        new Capacity(
            new RequestBody(vertx, maxBodyBytes, OPERATORS_BODY_BYTES, bodyDeadline),
            new Workers(OPERATORS_AT_ONCE));
    this.keySetMaxAge = keySetMaxAge;
  }

  /**
   * What can be asked for on the network.
   *
   * @param clients who may ask
   * @param authenticator how they show who they are
   * @param constraint on who may use tokens that are bound to keys
   * @param guide the page on reasons that challenges name; empty where they name none
   * @param idle how long an idle session lives, and its cookie
   * @param signUp empty where people may not make accounts
   */
  public record Grants(
      ClientRegistry clients,
      ClientAuthenticator authenticator,
      SenderConstraint constraint,
      Optional<URI> guide,
      Duration idle,
      LoginGrant login,
      PasswordChange password,
      Optional<SignUp> signUp,
      RefreshGrant refresh,
      ClientCredentialsGrant clientCredentials,
      Introspection introspection,
      TokenRevocation revocation,
      Logout logout,
      AdminAccess access) {}

  /**
   * The revocation feed.
   *
   * @param streams who listens
   * @param verifiers who says how far it has read
   * @param clock by which tokens end
   */
  public record Feed(
      FeedReader reader, FeedStreams streams, Verifiers verifiers, InstantSource clock) {}

  /** What the network sees. Ready may block. */
  public Handler<HttpServerRequest> forNetwork(
      Issuer issuer,
      Grants grants,
      SigningKeys keys,
      Feed feed,
      BooleanSupplier ready,
      DirectAdministration.Stores administration) {
    Router router = router();
    Challenges realm = Challenges.of(REALM);
    Challenges challenges = grants.guide().map(realm::withGuide).orElse(realm);
    ProofGate proofs = new ProofGate(grants.constraint(), challenges);
    BearerGate gate = new BearerGate(grants.access(), proofs, challenges);
    HealthEndpoint health = new HealthEndpoint(network.workers(), ready, keys);
    String base = issuer.basePath();
    sessions(router, issuer, grants, gate, proofs);
    oauth(router, base, grants, proofs);
    get(router, base + Issuer.KEY_SET_PATH, new KeySetEndpoint(keys, keySetMaxAge)::handle);
    get(
        router,
        issuer.metadataPath(),
        new MetadataEndpoint(issuer, grants.clients(), grants.constraint())::handle);
    FeedEndpoint revocations =
        new FeedEndpoint(
            vertx, network.workers(), gate, feed.reader(), feed.streams(), feed.clock());
    get(router, base + Issuer.FEED_PATH, revocations::snapshot);
    path(router, base + Issuer.FEED_STREAM_PATH, Map.of(HttpMethod.GET, revocations::stream));
    SeenEndpoint seen =
        new SeenEndpoint(network.bodies(), network.workers(), gate, feed.verifiers(), feed.clock());
    path(router, base + Issuer.FEED_SEEN_PATH, Map.of(HttpMethod.POST, seen::handle));
    health(router, health);
    admin(router, base, new AdminEndpoint(network, administration, gate));
    return whole(router);
  }

  private void oauth(Router router, String base, Grants grants, ProofGate proofs) {
    OauthForm.Reader forms =
        new OauthForm.Reader(network.bodies(), network.workers(), grants.authenticator());
    TokenEndpoint token =
        new TokenEndpoint(forms, grants.refresh(), grants.clientCredentials(), proofs);
    IntrospectionEndpoint introspection = new IntrospectionEndpoint(forms, grants.introspection());
    RevocationEndpoint revocation = new RevocationEndpoint(forms, grants.revocation());
    path(router, base + Issuer.TOKEN_PATH, Map.of(HttpMethod.POST, token::handle));
    path(router, base + Issuer.INTROSPECTION_PATH, Map.of(HttpMethod.POST, introspection::handle));
    path(router, base + Issuer.REVOCATION_PATH, Map.of(HttpMethod.POST, revocation::handle));
  }

  private void sessions(
      Router router, Issuer issuer, Grants grants, BearerGate gate, ProofGate proofs) {
    RequestBody bodies = network.bodies();
    Workers workers = network.workers();
    OriginGuard guard = new OriginGuard(issuer, grants.clients());
    RefreshCookie cookie = new RefreshCookie(issuer, grants.clients(), grants.idle());
    LoginEndpoint login = new LoginEndpoint(bodies, workers, grants.login(), cookie, guard, proofs);
    RefreshEndpoint refresh =
        new RefreshEndpoint(
            bodies, workers, grants.refresh(), grants.logout(), cookie, guard, proofs);
    SessionEndpoint own = new SessionEndpoint(workers, grants.logout(), gate);
    String base = issuer.basePath() + "/session";
    shared(router, base + "/login", guard, HttpMethod.POST, login::handle);
    shared(router, base + "/refresh", guard, HttpMethod.POST, refresh::refresh);
    shared(router, base + "/logout", guard, HttpMethod.POST, refresh::logout);
    PasswordEndpoint password =
        new PasswordEndpoint(bodies, workers, grants.password(), gate, cookie, guard);
    shared(router, base + "/password", guard, HttpMethod.POST, password::handle);
    grants
        .signUp()
        .map(signUp -> new SignUpEndpoint(bodies, workers, signUp, guard))
        .ifPresentOrElse(
            endpoint -> shared(router, base + "/signup", guard, HttpMethod.POST, endpoint::handle),
            // Or it would be the session of that name.
            () ->
                router.route(base + "/signup").handler(context -> notFound(Exchange.of(context))));
    shared(router, base + "/list", guard, HttpMethod.GET, own::list);
    shared(router, base + "/:sid", guard, HttpMethod.DELETE, own::end);
  }

  /** A path that pages of listed origins may use. */
  private static void shared(
      Router router,
      String path,
      OriginGuard guard,
      HttpMethod method,
      Handler<RoutingContext> handler) {
    router
        .route()
        .path(path)
        .handler(
            context -> {
              if (!guard.shareWith(context, method.name())) {
                context.next();
              }
            });
    path(router, path, Map.of(method, handler));
  }

  /** What operators and their monitoring see, on an address of its own. Ready may block. */
  public Handler<HttpServerRequest> forManagement(SigningKeys keys, BooleanSupplier ready) {
    Router router = router();
    health(router, new HealthEndpoint(operators.workers(), ready, keys));
    get(
        router,
        "/metrics",
        new MetricsEndpoint(operators.workers(), surroundings.metrics())::handle);
    return whole(router);
  }

  private static void health(Router router, HealthEndpoint health) {
    get(router, "/health/live", health::live);
    get(router, "/health/ready", health::ready);
    get(router, "/health/keys", health::keys);
  }

  /** What the administration's socket offers: whoever can open it may come in. */
  public Handler<HttpServerRequest> forSocket(DirectAdministration.Stores administration) {
    Router router = router();
    AdminEndpoint admin = new AdminEndpoint(operators, administration, credentials -> "socket");
    admin(router, "", admin);
    // Secrets go to the machine's own administrators alone.
    AdminSecrets secrets = new AdminSecrets(admin);
    path(router, "/admin/secrets", Map.of(HttpMethod.GET, secrets::export));
    path(router, "/admin/secrets/delivered", Map.of(HttpMethod.POST, secrets::delivered));
    path(router, "/admin/secrets/import", Map.of(HttpMethod.POST, secrets::importKey));
    return whole(router);
  }

  private static void admin(Router router, String base, AdminEndpoint admin) {
    AdminUsers users = new AdminUsers(admin);
    path(
        router,
        base + "/admin/users",
        Map.of(HttpMethod.GET, users::list, HttpMethod.POST, users::add));
    path(router, base + "/admin/users/import", Map.of(HttpMethod.POST, users::importLines));
    path(
        router,
        base + "/admin/users/:id",
        Map.of(HttpMethod.GET, users::get, HttpMethod.PATCH, users::edit));
    path(router, base + "/admin/users/:id/password", Map.of(HttpMethod.POST, users::resetPassword));
    AdminAttributes attributes = new AdminAttributes(admin);
    path(
        router,
        base + "/admin/users/:id/attributes",
        Map.of(HttpMethod.GET, attributes::list, HttpMethod.PATCH, attributes::change));
    AdminClients clients = new AdminClients(admin);
    path(
        router,
        base + "/admin/clients",
        Map.of(HttpMethod.GET, clients::list, HttpMethod.POST, clients::add));
    path(router, base + "/admin/clients/:name", Map.of(HttpMethod.DELETE, clients::remove));
    path(
        router,
        base + "/admin/clients/:name/secret",
        Map.of(HttpMethod.POST, clients::rotateSecret));
    AdminSessions sessions = new AdminSessions(admin);
    path(
        router,
        base + "/admin/sessions",
        Map.of(HttpMethod.GET, sessions::list, HttpMethod.DELETE, sessions::revokeAll));
    path(router, base + "/admin/sessions/fence", Map.of(HttpMethod.POST, sessions::fence));
    path(router, base + "/admin/sessions/:sid", Map.of(HttpMethod.DELETE, sessions::revoke));
    path(
        router,
        base + "/admin/master-key/rewrap",
        Map.of(HttpMethod.POST, new AdminMasterKeys(admin)::rewrap));
    AdminKeys keys = new AdminKeys(admin);
    get(router, base + "/admin/keys", keys::list);
    path(router, base + "/admin/keys/rotate", Map.of(HttpMethod.POST, keys::rotate));
    path(router, base + "/admin/keys/:kid/retire", Map.of(HttpMethod.POST, keys::retire));
    path(router, base + "/admin/keys/:kid/compromise", Map.of(HttpMethod.POST, keys::compromise));
    path(
        router,
        base + "/admin/tokens/revoke",
        Map.of(HttpMethod.POST, new AdminTokens(admin)::revoke));
    get(router, base + "/admin/verifiers", new AdminVerifiers(admin)::read);
    get(router, base + "/admin/history", new AdminHistory(admin)::list);
    get(router, base + "/admin/audit", new AdminAudit(admin)::list);
  }

  private static void get(Router router, String path, Handler<RoutingContext> handler) {
    path(router, path, Map.of(HttpMethod.GET, handler, HttpMethod.HEAD, handler));
  }

  private static void path(
      Router router, String path, Map<HttpMethod, Handler<RoutingContext>> methods) {
    String allow =
        methods.keySet().stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
    // RFC 9110 §15.5.6: a 405 names the methods there are; a router's own does not.
    router.route().path(path).handler(context -> dispatch(context, path, methods, allow));
  }

  private static void dispatch(
      RoutingContext context,
      String path,
      Map<HttpMethod, Handler<RoutingContext>> methods,
      String allow) {
    HttpMethod method = context.request().method();
    Handler<RoutingContext> handler = methods.get(method);
    Exchange.of(context).routedTo(path, handler == null ? "other" : method.name());
    if (handler == null) {
      methodNotAllowed(context, allow);
    } else {
      handler.handle(context);
    }
  }

  private static void methodNotAllowed(RoutingContext context, String allow) {
    Exchange exchange = Exchange.of(context);
    exchange.send(
        exchange.failure(
            ProblemException.of(Problem.METHOD_NOT_ALLOWED).withHeader("Allow", allow)));
  }

  private Router router() {
    Router router = Router.router(vertx);
    router
        .route()
        .handler(
            context -> {
              Exchange.begin(surroundings, context);
              context.next();
            });
    return router;
  }

  /** Nothing falls through to the answers of a library, nor to its complaints in the log. */
  private Handler<HttpServerRequest> whole(Router router) {
    router.route().handler(context -> notFound(Exchange.of(context)));
    router.route().failureHandler(Endpoints::failed);
    return request -> {
      if (isPlain(request.path())) {
        router.handle(request);
      } else {
        notFound(new Exchange(surroundings, request));
      }
    };
  }

  private static boolean isPlain(@Nullable String path) {
    return path != null && PLAIN_PATH.matcher(path).matches();
  }

  private static void notFound(Exchange exchange) {
    exchange.send(exchange.failure(ProblemException.of(Problem.NOT_FOUND)));
  }

  private static void failed(RoutingContext context) {
    Exchange exchange = Exchange.of(context);
    Throwable failure = context.failure();
    exchange.send(
        exchange.failure(
            failure == null
                ? new IllegalStateException("a route failed with " + context.statusCode())
                : failure));
  }

  /** Takes on no more work; what runs is still done. */
  @Override
  public void close() {
    network.close();
    operators.close();
  }
}
