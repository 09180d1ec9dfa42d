package signet.gateway.access;

import java.net.URI;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import signet.bearer.BearerAuthenticator;
import signet.bearer.dpop.DpopVerifier;
import signet.bearer.revocation.RevocationFeed;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwks.KeySource;
import signet.jose.jwks.RemoteJwkSet;
import signet.jose.jwt.JwtVerifier;

/**
 * The verifiers of access tokens, for each audience two: one that never waits, and one that may
 * fetch keys. Thread-safe.
 */
public final class Verifiers {
  private final Map<String, Pair> byAudience = new HashMap<>();

  /** For one audience. */
  record Pair(BearerAuthenticator withHeldKeys, BearerAuthenticator fetching) {}

  /**
   * What all of them share.
   *
   * @param issuer of access tokens
   * @param realm in challenges
   * @param guide the page on reasons that challenges name; empty where they name none
   * @param algorithms that are accepted; empty for the usual ones
   * @param cachedTokens how many verified tokens are kept for each audience; 0 for none
   * @param clock the wall clock
   */
  public record Settings(
      String issuer,
      String realm,
      Optional<URI> guide,
      Set<JwsAlgorithm> algorithms,
      int cachedTokens,
      InstantSource clock) {
    /** Keeps a copy of the set. */
    public Settings {
      algorithms = Set.copyOf(algorithms);
    }
  }

  /**
   * Verifiers for those audiences.
   *
   * @param feed of revocations; empty where none is followed
   * @param proofs judges proofs of possession. It remembers which were used, for every audience and
   *     for whatever verifiers take the place of these.
   */
  public Verifiers(
      Settings settings,
      Collection<String> audiences,
      RemoteJwkSet keys,
      Optional<RevocationFeed> feed,
      DpopVerifier proofs) {
    for (String audience : audiences) {
      byAudience.put(
          audience,
          new Pair(
              authenticator(settings, audience, new HeldKeys(keys), feed, proofs),
              authenticator(settings, audience, keys, feed, proofs)));
    }
  }

  private static BearerAuthenticator authenticator(
      Settings settings,
      String audience,
      KeySource keys,
      Optional<RevocationFeed> feed,
      DpopVerifier proofs) {
    JwtVerifier.Builder verifier =
        JwtVerifier.accessToken(settings.issuer(), audience).keys(keys).clock(settings.clock());
    if (!settings.algorithms().isEmpty()) {
      verifier.algorithms(settings.algorithms().toArray(new JwsAlgorithm[0]));
    }
    if (settings.cachedTokens() > 0) {
      verifier.cache(settings.cachedTokens());
    }
    feed.ifPresent(verifier::revocation);
    BearerAuthenticator.Builder authenticator =
        BearerAuthenticator.builder(verifier.build(), settings.realm())
            .proofs(proofs)
            .clock(settings.clock());
    settings.guide().ifPresent(authenticator::guide);
    feed.ifPresent(known -> authenticator.freshness(known::isFresh));
    return authenticator.build();
  }

  Pair of(String audience) {
    Pair pair = byAudience.get(audience);
    if (pair == null) {
      throw new IllegalArgumentException("no verifier was made for the audience " + audience);
    }
    return pair;
  }
}
