package signet.gateway;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import signet.bearer.health.ServiceHealth;
import signet.gateway.access.Gate;
import signet.gateway.access.Verifiers;
import signet.gateway.config.GatewayConfig;
import signet.gateway.forward.ForwardAuth;
import signet.gateway.forward.KeySetAnswer;
import signet.gateway.mint.TransactionSettings;
import signet.gateway.proxy.Setup;
import signet.gateway.route.Access;
import signet.gateway.route.Route;
import signet.gateway.route.Routes;
import signet.gateway.txn.TransactionKeys;
import signet.gateway.txn.TransactionMint;
import signet.gateway.upstream.HealthChecks;
import signet.gateway.upstream.Upstream;
import signet.gateway.upstream.UpstreamClients;
import signet.runtime.address.TrustedProxies;
import signet.runtime.start.ResourceStack;

/**
 * One configuration at work: the issuer's keys and revocations, its routes and upstreams. Closed
 * when another one has taken its place and its requests have ended. Thread-safe.
 */
final class Working implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ResourceStack resources;
  private final GatewayConfig config;
  private final Setup setup;
  private final TokenSources sources;
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
      TokenSources sources,
      ForwardAuth forwardAuth,
      Optional<Minting> minting) {
    this.resources = resources;
    this.config = config;
    this.setup = setup;
    this.sources = sources;
    this.forwardAuth = forwardAuth;
    this.minting = minting;
  }

  /** The first configuration. */
  static Working begin(GatewayConfig config, Lasting lasting) {
    TokenSources sources = TokenSources.begin(config.tokens(), lasting.clock(), lasting.live());
    return begin(config, sources, lasting);
  }

  /**
   * Another one, after this one. Where it names other sources of keys and revocations it waits a
   * while for what they say, so that requests need not.
   */
  Working next(GatewayConfig newConfig, Lasting lasting) {
    Optional<TokenSources> shared = sources.sharedFor(newConfig.tokens());
    if (shared.isPresent()) {
      return begin(newConfig, shared.get(), lasting);
    }
    TokenSources others = TokenSources.begin(newConfig.tokens(), lasting.clock(), lasting.live());
    Working next = begin(newConfig, others, lasting);
    others.awaitReady(PATIENCE);
    return next;
  }

  private static Working begin(GatewayConfig config, TokenSources sources, Lasting lasting) {
    ResourceStack resources = new ResourceStack();
    resources.add(sources);
    try {
      Verifiers verifiers =
          new Verifiers(
              new Verifiers.Settings(
                  config.tokens().issuer(),
                  config.tokens().realm(),
                  config.tokens().guide(),
                  config.tokens().algorithms(),
                  config.tokens().cached(),
                  lasting.clock()),
              audiences(config),
              sources.keys(),
              sources.feed(),
              lasting.proofs());
      Optional<Minting> minting =
          config.transactionTokens().map(settings -> Minting.begin(settings, resources));
      Gate gate = new Gate(verifiers, minting.map(Minting::mint));
      Setup setup =
          new Setup(
              config,
              gate,
              sources.revoked(),
              lasting.live(),
              lasting.accessLog(),
              lasting.metrics());
      return new Working(resources, config, setup, sources, forwardAuth(config, gate), minting);
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

  private static List<String> audiences(GatewayConfig config) {
    return config.routes().stream()
        .filter(route -> route.access() != Access.PUBLIC)
        .map(Route::audience)
        .distinct()
        .collect(Collectors.toList());
  }

  /** Judges requests for other proxies. */
  ForwardAuth forwardAuth() {
    return forwardAuth;
  }

  /** The keys of transaction tokens; empty where none are made. */
  Optional<KeySetAnswer> keySet() {
    return minting.map(Minting::published);
  }

  GatewayConfig config() {
    return config;
  }

  Setup setup() {
    return setup;
  }

  /** How well access tokens can be judged. */
  ServiceHealth health() {
    return sources.health();
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
