package signet.gateway;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.bearer.ClientCredentials;
import signet.bearer.health.ServiceHealth;
import signet.bearer.revocation.RevocationFeed;
import signet.bearer.revocation.StalePolicy;
import signet.gateway.access.Gate;
import signet.gateway.access.Verifiers;
import signet.gateway.config.GatewayConfig;
import signet.gateway.forward.ForwardAuth;
import signet.gateway.forward.KeySetAnswer;
import signet.gateway.mint.TransactionSettings;
import signet.gateway.observe.AccessLog;
import signet.gateway.observe.GatewayMetrics;
import signet.gateway.proxy.Setup;
import signet.gateway.route.Access;
import signet.gateway.route.Route;
import signet.gateway.route.Routes;
import signet.gateway.txn.TransactionKeys;
import signet.gateway.txn.TransactionMint;
import signet.gateway.upstream.HealthChecks;
import signet.gateway.upstream.Upstream;
import signet.gateway.upstream.UpstreamClients;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jwt.VerifiedJwt;
import signet.jose.reject.RejectReason;
import signet.runtime.address.TrustedProxies;
import signet.runtime.start.ResourceStack;

/**
 * One configuration at work: its keys, its feed of revocations, its routes and upstreams. Closed
 * when another one has taken its place and its requests have ended. Thread-safe.
 */
final class Working implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Working.class);

  private final ResourceStack resources;
  private final GatewayConfig config;
  private final Setup setup;
  private final RemoteJwkSet keys;
  private final Optional<RevocationFeed> feed;
  private final ForwardAuth forwardAuth;
  private final Optional<Minting> minting;

  /** What makes transaction tokens, and publishes their keys. */
  private record Minting(TransactionMint mint, KeySetAnswer published) {
    static Minting begin(TransactionSettings settings, ResourceStack resources) {
      TransactionKeys keys = resources.add(TransactionKeys.open(settings));
      return new Minting(
          new TransactionMint(keys, settings), new KeySetAnswer(keys, settings.maxAge()));
    }
  }

  private Working(
      ResourceStack resources,
      GatewayConfig config,
      Setup setup,
      RemoteJwkSet keys,
      Optional<RevocationFeed> feed,
      ForwardAuth forwardAuth,
      Optional<Minting> minting) {
    this.resources = resources;
    this.config = config;
    this.setup = setup;
    this.keys = keys;
    this.feed = feed;
    this.forwardAuth = forwardAuth;
    this.minting = minting;
  }

  static Working begin(
      GatewayConfig config, InstantSource clock, AccessLog accessLog, GatewayMetrics metrics) {
    ResourceStack resources = new ResourceStack();
    try {
      RemoteJwkSet keys = resources.add(keys(config.tokens(), clock));
      Optional<RevocationFeed> feed =
          config.tokens().feed().map(settings -> resources.add(follow(settings, keys, clock)));
      if (feed.isEmpty()) {
        LOG.warn("revocations is not set: revoked tokens pass until they expire");
      }
      Verifiers verifiers =
          new Verifiers(
              new Verifiers.Settings(
                  config.tokens().issuer(),
                  config.tokens().realm(),
                  config.tokens().algorithms(),
                  config.tokens().cached(),
                  clock),
              audiences(config),
              keys,
              feed);
      Optional<Minting> minting =
          config.transactionTokens().map(settings -> Minting.begin(settings, resources));
      Gate gate = new Gate(verifiers, minting.map(Minting::mint));
      Setup setup = new Setup(config, gate, revoked(feed), accessLog, metrics);
      keys.prefetch();
      return new Working(resources, config, setup, keys, feed, forwardAuth(config, gate), minting);
    } catch (RuntimeException | Error e) {
      resources.close();
      throw e;
    }
  }

  private static ForwardAuth forwardAuth(GatewayConfig config, Gate gate) {
    GatewayConfig.Proxies proxies = config.proxies();
    return new ForwardAuth(
        Routes.of(config.routes()),
        gate,
        new TrustedProxies(proxies.trusted(), proxies.header()),
        new TrustedProxies(proxies.continueTransactions(), proxies.header()));
  }

  private static RemoteJwkSet keys(GatewayConfig.Tokens tokens, InstantSource clock) {
    return RemoteJwkSet.builder(tokens.keys())
        .maxStale(tokens.maxStale())
        .clock(clock)
        .unknownKidListener(
            unknown ->
                LOG.warn(
                    "a token names the key {}, which the issuer has not published (keyset {})",
                    unknown.kid(),
                    unknown.keysetId()))
        .build();
  }

  private static RevocationFeed follow(
      GatewayConfig.Feed settings, RemoteJwkSet keys, InstantSource clock) {
    ClientCredentials credentials =
        ClientCredentials.at(settings.tokenEndpoint())
            .secret(settings.client(), settings.secret())
            .scope("signet:revocations")
            .build();
    RevocationFeed.Builder builder =
        RevocationFeed.of(settings.stream(), credentials)
            .staleAfter(settings.staleAfter())
            .whenStale(settings.whenStale())
            .keys(keys)
            .clock(clock);
    settings.copy().ifPresent(builder::copy);
    return builder.start();
  }

  private static List<String> audiences(GatewayConfig config) {
    return config.routes().stream()
        .filter(route -> route.access() != Access.PUBLIC)
        .map(Route::audience)
        .distinct()
        .collect(Collectors.toList());
  }

  /** Stale revocations end no connection: only what is known to be revoked does. */
  private static Predicate<VerifiedJwt> revoked(Optional<RevocationFeed> feed) {
    return feed.<Predicate<VerifiedJwt>>map(
            known ->
                jwt ->
                    known
                        .reject(jwt, StalePolicy.ACCEPT_UNTIL_EXPIRY)
                        .filter(reason -> reason == RejectReason.REVOKED)
                        .isPresent())
        .orElse(jwt -> false);
  }

  /** Judges requests for other proxies. */
  ForwardAuth forwardAuth() {
    return forwardAuth;
  }

  /** The keys of transaction tokens; empty where none are made. */
  Optional<KeySetAnswer> keySet() {
    return minting.map(Minting::published);
  }

  Setup setup() {
    return setup;
  }

  /** How well access tokens can be judged. */
  ServiceHealth health() {
    return feed.map(known -> ServiceHealth.of(keys, known)).orElseGet(() -> ServiceHealth.of(keys));
  }

  /** Begins to ask those upstreams for their health that name a path for it. */
  void checkUpstreams(HealthChecks checks, Vertx vertx) {
    Duration connect = config.limits().connect();
    for (Upstream upstream : setup.upstreams()) {
      if (upstream.settings().healthPath().isPresent()) {
        UpstreamClients clients =
            UpstreamClients.open(
                vertx,
                upstream.settings(),
                UpstreamClients.Trust.read(upstream.settings()),
                connect,
                config.limits().webSocketMessageBytes());
        checks.watch(upstream, clients);
        resources.add(() -> clients.shutdown(Duration.ZERO));
      }
    }
    resources.add(checks);
  }

  @Override
  public void close() {
    resources.close();
  }
}
