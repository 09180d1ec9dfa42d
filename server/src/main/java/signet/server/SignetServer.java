package signet.server;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.bearer.dpop.SenderConstraint;
import signet.runtime.address.TrustedProxies;
import signet.runtime.crypto.CryptoProvider;
import signet.runtime.start.ResourceStack;
import signet.runtime.start.StartupException;
import signet.server.account.Accounts;
import signet.server.admin.DirectAdministration;
import signet.server.audit.AuditLog;
import signet.server.client.ClientAuthenticator;
import signet.server.client.ClientRegistration;
import signet.server.client.ClientRegistry;
import signet.server.client.ClientStore;
import signet.server.config.ServerConfig;
import signet.server.endpoint.Endpoints;
import signet.server.endpoint.HttpListener;
import signet.server.endpoint.Issuer;
import signet.server.grant.AdminAccess;
import signet.server.grant.ClientCredentialsGrant;
import signet.server.grant.Introspection;
import signet.server.grant.IssuedTokens;
import signet.server.grant.LoginGrant;
import signet.server.grant.Logout;
import signet.server.grant.PasswordChange;
import signet.server.grant.RefreshGrant;
import signet.server.grant.SignUp;
import signet.server.grant.TokenRevocation;
import signet.server.key.KeyImport;
import signet.server.key.KeyOperations;
import signet.server.key.KeyStore;
import signet.server.key.MasterKeys;
import signet.server.key.Rewrap;
import signet.server.key.SealedKeys;
import signet.server.key.SecretExport;
import signet.server.key.SigningKeys;
import signet.server.limit.LoginLimits;
import signet.server.login.Authenticator;
import signet.server.login.LimitedAuthenticator;
import signet.server.metrics.Metrics;
import signet.server.password.Argon2idHasher;
import signet.server.password.BoundedHasher;
import signet.server.password.ImportingHasher;
import signet.server.password.PasswordHasher;
import signet.server.redis.RedisConnection;
import signet.server.revocation.RevocationStore;
import signet.server.revocation.Verifiers;
import signet.server.session.RefreshTokens;
import signet.server.session.SessionStore;
import signet.server.session.Sessions;
import signet.server.store.AttributeTable;
import signet.server.store.AuditTable;
import signet.server.store.ClientTable;
import signet.server.store.DataFolder;
import signet.server.store.Database;
import signet.server.store.FeedTable;
import signet.server.store.FolderInUseException;
import signet.server.store.HistoryTable;
import signet.server.store.KeyTable;
import signet.server.store.PostgresAddress;
import signet.server.store.RevocationTable;
import signet.server.store.SealedTable;
import signet.server.store.SessionTable;
import signet.server.store.Sweeper;
import signet.server.store.UserTable;
import signet.server.token.AccessTokenIssuer;
import signet.server.token.AccessTokenVerifier;
import signet.server.user.AttributeStore;
import signet.server.user.UserStore;

/**
 * A running authorization server. The classes of this package wire it, this one from top to bottom.
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
    DataFolder folder = resources.add(lock(config));
    Bound bound = Bound.open(config, resources);
    Kept kept = keep(config, folder, resources);
    AtomicBoolean stopping = new AtomicBoolean();
    serve(config, hashers, kept, bound, stopping, resources);
    LOG.atInfo()
        .addKeyValue("url", bound.url())
        .addKeyValue("management_url", bound.managementUrl())
        .addKeyValue("issuer", bound.issuer().value())
        .addKeyValue("keyset_id", kept.keys().published().keysetId())
        .log("ready");
    return new SignetServer(resources, stopping, bound);
  }

  /** What outlives the process, and the randomness that goes into it. */
  private record Kept(
      DataFolder folder,
      Database database,
      UserStore users,
      AttributeStore attributes,
      ClientStore clients,
      SessionStore sessionStore,
      Sessions sessions,
      AuditLog audit,
      SigningKeys keys,
      KeyOperations keyOperations,
      MasterKeys masterKeys,
      SecureRandom random) {}

  private static Kept keep(ServerConfig config, DataFolder folder, ResourceStack resources) {
    // Takes a third of the start, so it goes on beside the opening of the database.
    CompletableFuture<Void> cryptography = CompletableFuture.runAsync(CryptoProvider::install);
    Database database = resources.add(database(config.storage(), folder));
    cryptography.join();
    SecureRandom random = new SecureRandom();
    FeedTable.prepare(database, longestAccessLifetime(config));
    KeyStore keyStore = new KeyTable(database);
    MasterKeys masterKeys = KeptKeys.masterKeys(config.storage(), !keyStore.all().isEmpty());
    KeptKeys.Live keys =
        KeptKeys.follow(
            keyStore,
            KeptKeys.privateKeys(config.storage(), masterKeys, resources),
            config.keys(),
            resources);
    SessionStore sessionStore = new SessionTable(database);
    Sessions sessions =
        new Sessions(
            sessionStore,
            new RefreshTokens(
                masterKeys.refreshTokenKey(), masterKeys.otherRefreshTokenKeys(), random),
            config.sessions(),
            random);
    ServerConfig.Storage storage = config.storage();
    resources.add(new Sweeper(database, storage.keepEnded(), storage.keepAudit())).start();
    return new Kept(
        folder,
        database,
        new UserTable(database),
        new AttributeTable(database),
        new ClientTable(database),
        sessionStore,
        sessions,
        new AuditTable(database),
        keys.keys(),
        keys.operations(),
        masterKeys,
        random);
  }

  static Duration longestAccessLifetime(ServerConfig config) {
    return config.clients().stream()
        .flatMap(client -> client.lifetimes().access().stream())
        .reduce(config.accessTokens().lifetime(), (a, b) -> a.compareTo(b) > 0 ? a : b);
  }

  /** The configured database; SQLite lies in the folder. */
  static Database database(ServerConfig.Storage storage, DataFolder folder) {
    return storage
        .postgres()
        .map(
            p -> new PostgresAddress(p.url(), p.user(), p.password(), p.connections(), p.listens()))
        .map(Database::open)
        .orElseGet(() -> Database.open(folder));
  }

  /** Who may have what, and what is answered. */
  private static void serve(
      ServerConfig config,
      UnaryOperator<PasswordHasher> hashers,
      Kept kept,
      Bound bound,
      AtomicBoolean stopping,
      ResourceStack resources) {
    Issuer issuer = bound.issuer();
    InstantSource clock = kept.database().clock();
    BoundedHasher hasher = resources.add(boundedHasher(config, hashers));
    ClientRegistry clients = resources.add(clients(config, issuer, kept.clients()));
    Accounts accounts = new Accounts(kept.users(), hasher, kept.random(), clock);
    Verifiers verifiers = KeptRevocations.verifiers(kept.database(), resources);
    DirectAdministration.Stores administration =
        new DirectAdministration.Stores(
            kept.users(),
            accounts,
            kept.attributes(),
            registration(config, kept.clients(), clients::refresh, kept.random(), clock),
            kept.sessionStore(),
            () -> new Rewrap(new SealedTable(kept.database()), kept.masterKeys()),
            kept.keyOperations(),
            new SecretExport(
                new KeyTable(kept.database()),
                () -> new SealedKeys(kept.masterKeys()),
                config.keys()),
            new KeyImport(
                new KeyTable(kept.database()),
                () -> new SealedKeys(kept.masterKeys()),
                config.keys()),
            new AccessTokenVerifier(kept.keys(), issuer.value(), clock)::verifyForAnybody,
            new RevocationTable(kept.database()),
            verifiers::read,
            new HistoryTable(kept.database()),
            kept.audit());
    Metrics metrics = resources.add(new Metrics());
    KeptKeys.measure(kept.keys(), config.keys(), clock, metrics);
    metrics.gauge(
        "signet.clock.ahead.seconds",
        "How far this machine's clock is ahead of the database's, by which tokens are dated",
        () -> kept.database().clockAhead().toMillis() / 1e3);
    Optional<RedisConnection> redis = SharedRedis.open(config, metrics, resources);
    UnaryOperator<byte[]> hmac = kept.masterKeys().refreshTokenKey()::hmac;
    LoginLimits limits = LoginCounters.limits(config, redis, hmac, kept.random(), metrics);
    Endpoints.Grants grants =
        grants(
            config,
            issuer.value(),
            kept,
            clients,
            new Authenticator(kept.users(), hasher),
            accounts,
            limits,
            Proofs.constraint(config, redis, hmac, clock),
            clock);

    Endpoints endpoints = resources.add(endpoints(bound, metrics, config, clock));
    HttpListener socket = AdministrationSocket.listen(bound.vertx(), kept.folder());
    resources.add(() -> socket.shutdown(config.limits().shutdownGrace()));
    socket.serve(endpoints.forSocket(administration));
    BooleanSupplier ready =
        () -> !stopping.get() && kept.keys().maySign() && kept.database().isUsable();
    resources.add(() -> bound.management().shutdown(Duration.ZERO));
    bound.management().serve(endpoints.forManagement(kept.keys(), ready));
    Endpoints.Feed feed =
        KeptRevocations.feed(kept.database(), kept.keys(), redis, verifiers, clock, resources);
    resources.add(() -> bound.network().shutdown(config.limits().shutdownGrace()));
    // Streams never end by themselves, so before the network waits for them.
    resources.add(feed.streams());
    bound
        .network()
        .serve(endpoints.forNetwork(issuer, grants, kept.keys(), feed, ready, administration));
  }

  private static Endpoints.Grants grants(
      ServerConfig config,
      String issuer,
      Kept kept,
      ClientRegistry clients,
      Authenticator authenticator,
      Accounts accounts,
      LoginLimits limits,
      SenderConstraint constraint,
      InstantSource clock) {
    LimitedAuthenticator limited = new LimitedAuthenticator(authenticator, limits, kept.users());
    AccessTokenIssuer tokens =
        new AccessTokenIssuer(kept.keys(), issuer, config.accessTokens().lifetime(), kept.random());
    AccessTokenVerifier verifier = new AccessTokenVerifier(kept.keys(), issuer, clock);
    RevocationStore revocations = new RevocationTable(kept.database());
    IssuedTokens issued = new IssuedTokens(verifier, kept.sessions(), clients, revocations, clock);
    Logout logout = new Logout(kept.sessions());
    ClientAuthenticator clientAuthenticator =
        new ClientAuthenticator(clients, kept.clients(), issuer, clock);
    return new Endpoints.Grants(
        clients,
        clientAuthenticator,
        constraint,
        config.guide(),
        config.sessions().idle(),
        new LoginGrant(
            clients,
            clientAuthenticator,
            limited,
            kept.attributes(),
            kept.sessions(),
            tokens,
            kept.audit(),
            issuer),
        new PasswordChange(kept.users(), accounts, kept.sessions(), limited, kept.audit()),
        config.signUp().enabled()
            ? Optional.of(new SignUp(accounts, limits, Set.copyOf(config.signUp().roles())))
            : Optional.empty(),
        new RefreshGrant(clients, kept.sessions(), tokens, issuer, System::nanoTime),
        new ClientCredentialsGrant(tokens, issuer, clock),
        new Introspection(issued, kept.sessions()),
        new TokenRevocation(issued, revocations, logout),
        logout,
        new AdminAccess(verifier, issued, clients, constraint));
  }

  private static DataFolder lock(ServerConfig config) {
    try {
      return DataFolder.open(config.storage().dataFolder());
    } catch (FolderInUseException e) {
      throw e.asStartupException();
    }
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

  private static BoundedHasher boundedHasher(
      ServerConfig config, UnaryOperator<PasswordHasher> hashers) {
    ServerConfig.PasswordHashing hashing = config.passwordHashing();
    return new BoundedHasher(
        hashers.apply(new ImportingHasher(argon2(hashing))),
        hashing.threads(),
        hashing.queueLength());
  }

  static Argon2idHasher argon2(ServerConfig.PasswordHashing hashing) {
    return new Argon2idHasher(hashing.memoryKib(), hashing.iterations(), hashing.parallelism());
  }

  static ClientRegistration registration(
      ServerConfig config,
      ClientStore store,
      Runnable changed,
      SecureRandom random,
      InstantSource clock) {
    return new ClientRegistration(
        store, config.clients(), config.accessTokens().caps(), changed, random, clock);
  }

  private static ClientRegistry clients(ServerConfig config, Issuer issuer, ClientStore store) {
    ClientRegistry clients =
        new ClientRegistry(
            config.clients(),
            store,
            issuer.value(),
            config.accessTokens().caps(),
            System::nanoTime);
    clients.follow();
    return clients;
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
