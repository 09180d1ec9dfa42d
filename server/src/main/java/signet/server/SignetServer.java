package signet.server;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.runtime.address.TrustedProxies;
import signet.runtime.start.ResourceStack;
import signet.runtime.start.StartupException;
import signet.server.account.Accounts;
import signet.server.admin.DirectAdministration;
import signet.server.client.ClientRegistry;
import signet.server.config.ServerConfig;
import signet.server.endpoint.Endpoints;
import signet.server.endpoint.HttpListener;
import signet.server.endpoint.Issuer;
import signet.server.metrics.Metrics;
import signet.server.password.BoundedHasher;
import signet.server.password.PasswordHasher;
import signet.server.redis.RedisConnection;
import signet.server.revocation.Verifiers;
import signet.server.store.DataFolder;
import signet.server.token.AccessTokenVerifier;

/**
 * A running authorization server. This class is the table of contents of how it is put together:
 * the folder, the addresses, the state, and what is served. The classes beside it wire the parts.
 * Thread-safe.
 */
public final class SignetServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SignetServer.class);

  private final ResourceStack resources;
  private final AtomicBoolean stopping;
  private final Bound bound;

  private SignetServer(ResourceStack resources, AtomicBoolean stopping, Bound bound) {
    this.resources = resources;
    this.stopping = stopping;
    this.bound = bound;
  }

  /**
   * Starts a server; it answers requests when this returns.
   *
   * @throws StartupException if it cannot start; nothing is left open then
   */
  public static SignetServer start(ServerConfig config) {
    return start(config, UnaryOperator.identity());
  }

  /** With a password hasher around the real one, for tests. */
  static SignetServer start(ServerConfig config, UnaryOperator<PasswordHasher> hashers) {
    ResourceStack resources = new ResourceStack();
    try {
      return start(config, hashers, resources);
    } catch (RuntimeException | Error e) {
      resources.close();
      throw e;
    }
  }

  private static SignetServer start(
      ServerConfig config, UnaryOperator<PasswordHasher> hashers, ResourceStack resources) {
    // Whoever cannot have the folder or the port leaves no key behind.
    DataFolder folder = resources.add(DurableState.lockFolder(config));
    Bound bound = Bound.open(config, resources);
    DurableState state = DurableState.open(config, folder, resources);
    AtomicBoolean stopping = new AtomicBoolean();
    serve(config, hashers, state, bound, stopping, resources);
    LOG.atInfo()
        .addKeyValue("url", bound.url())
        .addKeyValue("management_url", bound.managementUrl())
        .addKeyValue("issuer", bound.issuer().value())
        .addKeyValue("keyset_id", state.keys().published().keysetId())
        .log("ready");
    return new SignetServer(resources, stopping, bound);
  }

  /** Who may have what, and what is answered. */
  private static void serve(
      ServerConfig config,
      UnaryOperator<PasswordHasher> hashers,
      DurableState state,
      Bound bound,
      AtomicBoolean stopping,
      ResourceStack resources) {
    Issuer issuer = bound.issuer();
    InstantSource clock = state.database().clock();
    BoundedHasher hasher =
        resources.add(GrantWiring.boundedHasher(config.passwordHashing(), hashers));
    ClientRegistry clients =
        resources.add(GrantWiring.clients(config, issuer.value(), state.clients()));
    Accounts accounts = new Accounts(state.users(), hasher, state.random(), clock);
    Verifiers verifiers = KeptRevocations.verifiers(state.database(), resources);

    DirectAdministration.Stores administration =
        AdministrationWiring.of(
            state.database(),
            config.keys(),
            state::masterKeys,
            accounts,
            GrantWiring.registration(
                config, state.clients(), clients::refresh, state.random(), clock),
            state.keyOperations(),
            new AccessTokenVerifier(state.keys(), issuer.value(), clock),
            verifiers::read);

    Metrics metrics = resources.add(new Metrics());
    measure(state, config, metrics);
    Optional<RedisConnection> redis = SharedRedis.open(config, metrics, resources);
    Endpoints.Grants grants =
        GrantWiring.of(config, issuer.value(), state, clients, hasher, accounts, redis, metrics);

    Endpoints endpoints = resources.add(endpoints(bound, metrics, config, clock));
    HttpListener socket = AdministrationSocket.listen(bound.vertx(), state.folder());
    resources.add(() -> socket.shutdown(config.limits().shutdownGrace()));
    socket.serve(endpoints.forSocket(administration));
    BooleanSupplier ready =
        () -> !stopping.get() && state.keys().maySign() && state.database().isUsable();
    resources.add(() -> bound.management().shutdown(Duration.ZERO));
    bound.management().serve(endpoints.forManagement(state.keys(), ready));

    Endpoints.Feed feed =
        KeptRevocations.feed(state.database(), state.keys(), redis, verifiers, clock, resources);
    resources.add(() -> bound.network().shutdown(config.limits().shutdownGrace()));
    // Streams never end by themselves, so before the network waits for them.
    resources.add(feed.streams());
    bound
        .network()
        .serve(endpoints.forNetwork(issuer, grants, state.keys(), feed, ready, administration));
  }

  private static void measure(DurableState state, ServerConfig config, Metrics metrics) {
    KeptKeys.measure(state.keys(), config.keys(), state.database().clock(), metrics);
    metrics.gauge(
        "signet.clock.ahead.seconds",
        "How far this machine's clock is ahead of the database's, by which tokens are dated",
        () -> state.database().clockAhead().toMillis() / 1e3);
  }

  private static Endpoints endpoints(
      Bound bound, Metrics metrics, ServerConfig config, InstantSource clock) {
    ServerConfig.Limits limits = config.limits();
    return new Endpoints(
        bound.vertx(),
        metrics,
        bound.issuer().origin(),
        new TrustedProxies(config.proxies().trusted(), config.proxies().header()),
        limits.requestBodyBytes(),
        limits.requestBodyTime(),
        limits.requestsInFlight(),
        config.keys().maxAge(),
        clock);
  }

  /** Where it listens, such as {@code http://localhost:8420}. */
  public String url() {
    return bound.url();
  }

  /** Where metrics and health are, such as {@code http://localhost:8430}. */
  public String managementUrl() {
    return bound.managementUrl();
  }

  /** The {@code iss} of its tokens. */
  public String issuer() {
    return bound.issuer().value();
  }

  /**
   * Stops: accepts nothing more, answers what is in flight for as long as the configuration grants,
   * closes the store. Does nothing a second time.
   */
  @Override
  public void close() {
    if (stopping.compareAndSet(false, true)) {
      LOG.info("stopping");
      resources.close();
      LOG.info("stopped");
    }
  }
}
