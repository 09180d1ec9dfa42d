package signet.gateway;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import signet.bearer.ClientCredentials;
import signet.bearer.health.ServiceHealth;
import signet.bearer.revocation.RevocationFeed;
import signet.bearer.revocation.StalePolicy;
import signet.gateway.config.GatewayConfig;
import signet.gateway.live.LiveConnections;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jwt.VerifiedJwt;
import signet.jose.reject.RejectReason;
import signet.runtime.start.ResourceStack;

/**
 * An issuer's keys and its feed of revocations. A reload that changes nothing about them goes on
 * with what is known, so that no request waits for it, whether the issuer can be reached at that
 * moment or not. Closed with the last configuration that uses it. Thread-safe.
 */
final class TokenSources implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TokenSources.class);
  private static final long READY_CHECK_MILLIS = 20;

  private final ResourceStack resources;
  private final GatewayConfig.Tokens settings;
  private final RemoteJwkSet keys;
  private final Optional<RevocationFeed> feed;
  private int users = 1;

  private TokenSources(
      ResourceStack resources,
      GatewayConfig.Tokens settings,
      RemoteJwkSet keys,
      Optional<RevocationFeed> feed) {
    this.resources = resources;
    this.settings = settings;
    this.keys = keys;
    this.feed = feed;
  }

  /**
   * Begins to fetch keys and to follow the feed; does not wait for them.
   *
   * @param live which the feed's entries end
   */
  static TokenSources begin(
      GatewayConfig.Tokens settings, InstantSource clock, LiveConnections live) {
    ResourceStack resources = new ResourceStack();
    try {
      RemoteJwkSet keys = resources.add(keys(settings, clock));
      Optional<RevocationFeed> feed =
          settings.feed().map(followed -> resources.add(follow(followed, keys, clock)));
      if (feed.isEmpty()) {
        LOG.warn("revocations is not set: revoked tokens pass until they expire");
      }
      feed.ifPresent(
          known -> known.listen((by, value) -> live.revoked(settings.issuer(), by, value)));
      keys.prefetch();
      return new TokenSources(resources, settings, keys, feed);
    } catch (RuntimeException | Error e) {
      resources.close();
      throw e;
    }
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

  /** These, for one more user, where they are those of the settings. */
  synchronized Optional<TokenSources> sharedFor(GatewayConfig.Tokens others) {
    if (users == 0 || !settings.equals(others)) {
      return Optional.empty();
    }
    users++;
    return Optional.of(this);
  }

  RemoteJwkSet keys() {
    return keys;
  }

  Optional<RevocationFeed> feed() {
    return feed;
  }

  /** Stale revocations end no connection: only what is known to be revoked does. */
  Predicate<VerifiedJwt> revoked() {
    return feed.<Predicate<VerifiedJwt>>map(
            known ->
                jwt ->
                    known
                        .reject(jwt, StalePolicy.ACCEPT_UNTIL_EXPIRY)
                        .filter(reason -> reason == RejectReason.REVOKED)
                        .isPresent())
        .orElse(jwt -> false);
  }

  /** How well access tokens can be judged. */
  ServiceHealth health() {
    return feed.map(known -> ServiceHealth.of(keys, known)).orElseGet(() -> ServiceHealth.of(keys));
  }

  /** Waits until access tokens can be judged, or that time is over. */
  void awaitReady(Duration longest) {
    long deadline = System.nanoTime() + longest.toNanos();
    try {
      while (!health().isReady() && System.nanoTime() < deadline) {
        Thread.sleep(READY_CHECK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public synchronized void close() {
    if (--users == 0) {
      resources.close();
    }
  }
}
