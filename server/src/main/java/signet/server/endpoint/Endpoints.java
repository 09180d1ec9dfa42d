package signet.server.endpoint;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import signet.server.admin.Administration;
import signet.server.grant.AdminAccess;
import signet.server.grant.LoginGrant;
import signet.server.key.SigningKeys;

/** Every path the server answers. Thread-safe. */
public final class Endpoints implements AutoCloseable {
  private final Vertx vertx;
  private final RequestBody bodies;
  private final Workers workers;

  /**
   * Endpoints with those bounds.
   *
   * @param maxBodyBytes larger bodies are answered 413
   * @param requestsAtOnce more requests that need blocking work are answered 503
   */
  public Endpoints(Vertx vertx, int maxBodyBytes, int requestsAtOnce) {
    this.vertx = vertx;
    this.bodies = new RequestBody(vertx, maxBodyBytes);
    this.workers = new Workers(requestsAtOnce);
  }

  /** What the network sees. Ready may block. */
  public Handler<HttpServerRequest> forNetwork(
      Issuer issuer,
      LoginGrant loginGrant,
      SigningKeys keys,
      BooleanSupplier ready,
      Administration administration,
      AdminAccess adminAccess) {
    Router router = Router.router(vertx);
    LoginEndpoint login = new LoginEndpoint(bodies, workers, loginGrant);
    HealthEndpoint health = new HealthEndpoint(workers, ready, keys);
    String base = issuer.basePath();
    path(router, base + "/session/login", Map.of(HttpMethod.POST, login::handle));
    get(router, base + Issuer.KEY_SET_PATH, new KeySetEndpoint(keys)::handle);
    get(router, issuer.metadataPath(), new MetadataEndpoint(issuer)::handle);
    get(router, "/health/live", health::live);
    get(router, "/health/ready", health::ready);
    get(router, "/health/keys", health::keys);
    admin(router, base, administration, new BearerGate(adminAccess));
    return whole(router);
  }

  /** What the administration's socket offers: whoever can open it may come in. */
  public Handler<HttpServerRequest> forSocket(Administration administration) {
    Router router = Router.router(vertx);
    admin(router, "", administration, credentials -> "socket");
    return whole(router);
  }

  private void admin(
      Router router, String base, Administration administration, AdminEndpoint.Gate gate) {
    AdminEndpoint admin = new AdminEndpoint(bodies, workers, administration, gate);
    path(
        router,
        base + "/admin/users",
        Map.of(HttpMethod.GET, admin::listUsers, HttpMethod.POST, admin::addUser));
  }

  private static void get(Router router, String path, Handler<RoutingContext> handler) {
    path(router, path, Map.of(HttpMethod.GET, handler, HttpMethod.HEAD, handler));
  }

  private static void path(
      Router router, String path, Map<HttpMethod, Handler<RoutingContext>> methods) {
    String allow =
        methods.keySet().stream().map(HttpMethod::name).sorted().collect(Collectors.joining(", "));
    // One route decides by itself: a router's own 405 names no methods, which RFC 9110 §15.5.6 asks
    // for.
    Map<HttpMethod, Handler<RoutingContext>> handlers = new HashMap<>(methods);
    router
        .route()
        .path(path)
        .handler(
            context ->
                handlers
                    .getOrDefault(context.request().method(), c -> methodNotAllowed(c, allow))
                    .handle(context));
  }

  private static void methodNotAllowed(RoutingContext context, String allow) {
    Exchange exchange = Exchange.of(context);
    exchange.send(
        exchange.failure(
            ProblemException.of(Problem.METHOD_NOT_ALLOWED).withHeader("Allow", allow)));
  }

  /** Nothing falls through to the answers of a library. */
  private static Router whole(Router router) {
    router
        .route()
        .handler(
            context -> {
              Exchange exchange = Exchange.of(context);
              exchange.send(exchange.failure(ProblemException.of(Problem.NOT_FOUND)));
            });
    router
        .route()
        .failureHandler(
            context -> {
              Exchange exchange = Exchange.of(context);
              Throwable failure = context.failure();
              boolean theirs = failure == null && context.statusCode() < 500;
              exchange.send(
                  exchange.failure(
                      theirs
                          ? ProblemException.of(Problem.INVALID_REQUEST)
                          : failure == null ? new IllegalStateException("failed") : failure));
            });
    return router;
  }

  /** Takes on no more work; what runs is still done. */
  @Override
  public void close() {
    workers.close();
  }
}
