package signet.cli.replay;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PublicJwk;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.jose.jwt.VerifiedJwt;
import signet.jose.reject.RejectReason;

/**
 * Says of each entry whether its token should have been accepted when it was, by the very verifier
 * that services use, at the entry's time. For one thread.
 */
final class Judge {
  private static final int REMEMBERED_TOKENS = 65_536;

  private final History history;
  private final Duration grace;
  private final Set<String> kids;
  private final boolean hasKeys;
  private final @Nullable JwtVerifier verifier;
  private Instant now = Instant.EPOCH;

  /**
   * What is expected of tokens.
   *
   * @param published the issuer's keys of today; may be empty
   * @param issuer empty where it is not looked at
   * @param audience empty where it is not looked at
   * @param algorithms accepted ones; empty means the one that each key names
   * @param grace for how long after a revocation a token may still have passed
   */
  record Rules(
      JwkSet published,
      Optional<String> issuer,
      Optional<String> audience,
      List<JwsAlgorithm> algorithms,
      Duration grace) {}

  /** What became of an entry. */
  sealed interface Verdict {
    /**
     * The token was good.
     *
     * @param jwt the token
     */
    record Good(VerifiedJwt jwt) implements Verdict {}

    /**
     * It should not have been accepted.
     *
     * @param reason why
     */
    record Bad(RejectReason reason) implements Verdict {}

    /** Nothing can be said. */
    record Undetermined() implements Verdict {}
  }

  private static final JwtVerifier KEYLESS =
      JwtVerifier.builder()
          .keys(JwkSet.of())
          .algorithms(JwsAlgorithm.values())
          .ignoreType()
          .ignoreIssuer()
          .ignoreAudience()
          .build();

  private static final Verdict UNDETERMINED = new Verdict.Undetermined();

  Judge(Rules rules, History history) {
    this.history = history;
    this.grace = rules.grace();
    List<Jwk> keys = new ArrayList<>(rules.published().keys());
    Set<String> known = keys.stream().map(Jwk::thumbprint).collect(Collectors.toSet());
    history.keys().stream().filter(key -> known.add(key.thumbprint())).forEach(keys::add);
    this.kids = keys.stream().flatMap(key -> key.kid().stream()).collect(Collectors.toSet());
    List<Jwk> usable = keys.stream().filter(PublicJwk.class::isInstance).map(Judge::bound).toList();
    this.hasKeys = !usable.isEmpty();
    this.verifier = hasKeys ? verifier(rules, usable) : null;
  }

  /** A key that names no algorithm gets the usual one of its kind, never the token's. */
  private static Jwk bound(Jwk key) {
    if (key.alg().isPresent()) {
      return key;
    }
    JwsAlgorithm usual =
        switch (key.keyType()) {
          case EC -> JwsAlgorithm.ES256;
          case OKP -> JwsAlgorithm.ED25519;
          default -> JwsAlgorithm.RS256;
        };
    return ((PublicJwk) key).withAlgorithm(usual);
  }

  private JwtVerifier verifier(Rules rules, List<Jwk> keys) {
    List<JwsAlgorithm> algorithms =
        rules.algorithms().isEmpty()
            ? keys.stream()
                .flatMap(key -> key.alg().flatMap(JwsAlgorithm::fromWireName).stream())
                .distinct()
                .toList()
            : rules.algorithms();
    InstantSource clock = () -> now;
    JwtVerifier.Builder builder =
        JwtVerifier.builder()
            .keys(JwkSet.of(keys))
            .algorithms(algorithms.toArray(new JwsAlgorithm[0]))
            .clock(clock)
            .requireClaims("exp")
            .ignoreType()
            .revocation(this::revoked)
            .cache(REMEMBERED_TOKENS);
    rules.issuer().ifPresentOrElse(builder::issuer, builder::ignoreIssuer);
    rules.audience().ifPresentOrElse(builder::audience, builder::ignoreAudience);
    return builder.build();
  }

  private Optional<RejectReason> revoked(VerifiedJwt jwt) {
    return isPast(history.revokedAt(jwt)) ? Optional.of(RejectReason.REVOKED) : Optional.empty();
  }

  private boolean isPast(Optional<Instant> revoked) {
    return revoked.isPresent() && now.isAfter(revoked.get().plus(grace));
  }

  /** The verdicts on an entry: one on each of its tokens, or one where it has none. */
  List<Verdict> judge(LogEntry entry) {
    Instant time = entry.time();
    if (entry.tokens().isEmpty()) {
      return List.of(time == null ? UNDETERMINED : withoutToken(entry, time));
    }
    return entry.tokens().stream().map(token -> judge(token, time)).toList();
  }

  /** The one that counts for the entry. */
  static Verdict worst(List<Verdict> verdicts) {
    return verdicts.stream().max(Comparator.comparingInt(Judge::severity)).orElse(UNDETERMINED);
  }

  /** A forged token is worse than one that ended, and that than what is hardly a token. */
  private static int severity(Verdict verdict) {
    if (!(verdict instanceof Verdict.Bad bad)) {
      return verdict instanceof Verdict.Good ? 0 : 1;
    }
    return switch (bad.reason()) {
      case TOO_LARGE, MALFORMED -> 2;
      case REVOKED -> 4;
      case CRITICAL_HEADER, ALG_NONE, ALG_NOT_ALLOWED, UNKNOWN_KID, KEY_MISMATCH, BAD_SIGNATURE ->
          5;
      default -> 3;
    };
  }

  private Verdict judge(String token, @Nullable Instant time) {
    if (verifier == null) {
      return unsigned(token);
    }
    // Without a time only what does not depend on it can be said.
    now = time == null ? Instant.EPOCH : time;
    Verification verification = verifier.verify(token);
    if (verification instanceof Verification.Verified verified) {
      return time == null ? UNDETERMINED : new Verdict.Good(verified.jwt());
    }
    RejectReason reason = ((Verification.Rejected) verification).reason();
    return isSure(reason, time) ? new Verdict.Bad(reason) : UNDETERMINED;
  }

  private boolean isSure(RejectReason reason, @Nullable Instant time) {
    return switch (reason) {
      // It may be one that was retired before today's set was published.
      case UNKNOWN_KID -> history.isPresent();
      case EXPIRED, NOT_YET_VALID, ISSUED_IN_FUTURE, REVOKED -> time != null;
      default -> true;
    };
  }

  /** What needs no key to be seen. */
  private static Verdict unsigned(String token) {
    return KEYLESS.verify(token) instanceof Verification.Rejected rejected
            && rejected.reason() == RejectReason.ALG_NONE
        ? new Verdict.Bad(RejectReason.ALG_NONE)
        : UNDETERMINED;
  }

  /** A log that has no tokens: what stands against its names is all that can be said. */
  private Verdict withoutToken(LogEntry entry, Instant time) {
    now = time;
    if (isPast(history.revokedAt(entry.jti(), entry.sid()))) {
      return new Verdict.Bad(RejectReason.REVOKED);
    }
    boolean unknown = entry.kid() != null && hasKeys && !kids.contains(entry.kid());
    return unknown && history.isPresent()
        ? new Verdict.Bad(RejectReason.UNKNOWN_KID)
        : UNDETERMINED;
  }
}
