package signet.server;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.server.admin.Administration;
import signet.server.admin.DirectAdministration;
import signet.server.client.Client;
import signet.server.client.ClientRegistry;
import signet.server.config.ServerConfig;
import signet.server.endpoint.Endpoints;
import signet.server.endpoint.HttpListener;
import signet.server.endpoint.Issuer;
import signet.server.grant.AdminAccess;
import signet.server.grant.LoginGrant;
import signet.server.key.MasterKeyFile;
import signet.server.key.SigningKeys;
import signet.server.login.Authenticator;
import signet.server.password.Argon2idHasher;
import signet.server.password.BoundedHasher;
import signet.server.password.PasswordHasher;
import signet.server.session.Sessions;
import signet.server.start.StartupException;
import signet.server.store.DataFolder;
import signet.server.store.Database;
import signet.server.store.FolderInUseException;
import signet.server.store.KeyTable;
import signet.server.store.SessionTable;
import signet.server.store.UserTable;
import signet.server.token.AccessTokenIssuer;
import signet.server.token.AccessTokenVerifier;

/**
 * A running authorization server. This class wires it, from top to bottom; nothing else does.
 * Thread-safe.
 */
public final class SignetServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SignetServer.class);

  private final ResourceStack resources;
  private final AtomicBoolean stopping;
  private final String url;
  private final String issuer;

  private SignetServer(ResourceStack resources, AtomicBoolean stopping, String url, String issuer) {
    this.resources = resources;
    this.stopping = stopping;
    this.url = url;
    this.issuer = issuer;
  }

  /**
   * Starts a server; it answers requests when this returns.
   *
   * @throws StartupException if it cannot start; nothing is left open then
   */
  public static SignetServer start(ServerConfig config) {
    return start(config, InstantSource.system(), UnaryOperator.identity());
  }

  /** With the clock and a password hasher around the real one, for tests. */
  static SignetServer start(
      ServerConfig config, InstantSource clock, UnaryOperator<PasswordHasher> hashers) {
    ResourceStack resources = new ResourceStack();
    try {
      return start(config, clock, hashers, resources);
    } catch (RuntimeException | Error e) {
      resources.close();
      throw e;
    }
  }

  private static SignetServer start(
      ServerConfig config,
      InstantSource clock,
      UnaryOperator<PasswordHasher> hashers,
      ResourceStack resources) {
    CryptoProvider.install();
    SecureRandom random = new SecureRandom();

    // What is kept
    DataFolder folder = resources.add(lock(config));
    Database database = resources.add(Database.open(folder));
    UserTable users = new UserTable(database);
    Sessions sessions = new Sessions(new SessionTable(database), random);
    SigningKeys keys =
        SigningKeys.open(
            new KeyTable(database),
            new MasterKeyFile(config.storage().masterKeyFile()),
            config.accessTokens().algorithm(),
            clock);

    // Where it listens; the port decides the default issuer
    Vertx vertx = vertx();
    resources.add(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
    HttpListener network = listen(vertx, config);
    String url = url(config.listen().host(), network.port());
    Issuer issuer = new Issuer(config.issuer().orElse("http://localhost:" + network.port()));

    // Who may have what
    BoundedHasher hasher = resources.add(boundedHasher(config, hashers));
    Administration administration = new DirectAdministration(users, hasher, random, clock);
    LoginGrant loginGrant =
        new LoginGrant(
            clients(config, issuer),
            new Authenticator(users, hasher),
            sessions,
            new AccessTokenIssuer(keys, issuer.value(), config.accessTokens().lifetime(), random),
            clock);
    AdminAccess adminAccess =
        new AdminAccess(
            new AccessTokenVerifier(keys, issuer.value(), clock), users, sessions, clock);

    // What it answers
    AtomicBoolean stopping = new AtomicBoolean();
    Endpoints endpoints =
        resources.add(
            new Endpoints(
                vertx, config.limits().requestBodyBytes(), config.limits().requestsInFlight()));
    HttpListener socket = listenForAdministration(vertx, folder);
    resources.add(() -> socket.shutdown(config.limits().shutdownGrace()));
    socket.serve(endpoints.forSocket(administration));
    resources.add(() -> network.shutdown(config.limits().shutdownGrace()));
    network.serve(
        endpoints.forNetwork(
            issuer,
            loginGrant,
            keys,
            () -> !stopping.get() && database.isUsable(),
            administration,
            adminAccess));

    LOG.atInfo()
        .addKeyValue("url", url)
        .addKeyValue("issuer", issuer.value())
        .addKeyValue("keyset_id", keys.published().keysetId())
        .log("ready");
    return new SignetServer(resources, stopping, url, issuer.value());
  }

  private static DataFolder lock(ServerConfig config) {
    try {
      return DataFolder.open(config.storage().dataFolder());
    } catch (FolderInUseException e) {
      throw e.asStartupException();
    }
  }

  private static Vertx vertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)));
  }

  private static HttpListener listen(Vertx vertx, ServerConfig config) {
    String host = config.listen().host();
    int port = config.listen().port();
    try {
      return HttpListener.onPort(vertx, host, port, Runtime.getRuntime().availableProcessors());
    } catch (CompletionException e) {
      throw StartupException.surroundings(
          "cannot listen on "
              + host
              + " port "
              + port
              + ": another process may have it; stop that one or choose another with --port or"
              + " --host",
          e.getCause());
    }
  }

  private static HttpListener listenForAdministration(Vertx vertx, DataFolder folder) {
    Path path = DataFolder.adminSocket(folder.path());
    try {
      // Only a server that was killed leaves it behind: the folder is locked by this one.
      Files.deleteIfExists(path);
      // The folder itself lets nobody in before the mode below is set.
      HttpListener listener = HttpListener.onSocket(vertx, path.toString());
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      return listener;
    } catch (IOException | CompletionException e) {
      throw StartupException.surroundings(
          "cannot make the administration socket "
              + path
              + ": its path may have 100 characters at most; name a folder with a shorter path"
              + " with --data",
          e);
    }
  }

  private static BoundedHasher boundedHasher(
      ServerConfig config, UnaryOperator<PasswordHasher> hashers) {
    ServerConfig.PasswordHashing hashing = config.passwordHashing();
    return new BoundedHasher(
        hashers.apply(argon2(hashing)), hashing.threads(), hashing.queueLength());
  }

  static Argon2idHasher argon2(ServerConfig.PasswordHashing hashing) {
    return new Argon2idHasher(hashing.memoryKib(), hashing.iterations(), hashing.parallelism());
  }

  private static ClientRegistry clients(ServerConfig config, Issuer issuer) {
    ServerConfig.DefaultClient settings = config.defaultClient();
    List<String> audiences =
        settings.audiences().isEmpty() ? List.of(issuer.value()) : settings.audiences();
    return new ClientRegistry(
        List.of(new Client(Client.DEFAULT_ID, audiences, Set.copyOf(settings.scopes()))));
  }

  /** A loopback address is shown as localhost, as the default issuer is. */
  private static String url(String host, int port) {
    try {
      InetAddress address = InetAddress.getByName(host);
      if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
        return "http://localhost:" + port;
      }
    } catch (UnknownHostException e) {
      // It was resolved a moment ago, to bind to it.
    }
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  /** Where it listens, such as {@code http://localhost:8420}. */
  public String url() {
    return url;
  }

  /** The {@code iss} of its tokens. */
  public String issuer() {
    return issuer;
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
