package signet.jose.jws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.reject.RejectReason;

/**
 * The keys of one {@link JwkSet}, each bound to its algorithm, for look-up by {@code kid}.
 * Immutable.
 */
final class VerificationKeys {
  private final JwkSet source;

  /** By kid; an empty list where the set has the kid but its key is unfit for verifying. */
  private final Map<String, List<VerificationKey>> byKid = new HashMap<>();

  private final List<VerificationKey> withoutKid = new ArrayList<>();
  private final List<VerificationKey> all = new ArrayList<>();

  private VerificationKeys(JwkSet source) {
    this.source = source;
  }

  /**
   * Prepares a set. A key that {@code previous} holds unchanged is taken over with its warm JCA
   * objects.
   *
   * @param fallback the algorithm of keys that name none and fit several allowed ones
   */
  static VerificationKeys prepare(
      JwkSet source,
      Set<JwsAlgorithm> allowed,
      @Nullable JwsAlgorithm fallback,
      @Nullable VerificationKeys previous) {
    VerificationKeys keys = new VerificationKeys(source);
    for (Jwk jwk : source.keys()) {
      Jwk key = jwk instanceof PrivateJwk pair ? pair.toPublic() : jwk;
      Optional<VerificationKey> bound =
          KeyBinding.algorithm(key, allowed, fallback)
              .filter(algorithm -> KeyBinding.mayVerify(key) && algorithm.isAvailable())
              .map(algorithm -> takeOver(previous, key, algorithm));
      keys.add(key, bound);
    }
    return keys;
  }

  private static VerificationKey takeOver(
      @Nullable VerificationKeys previous, Jwk key, JwsAlgorithm algorithm) {
    if (previous != null) {
      for (VerificationKey known : previous.all) {
        if (known.algorithm() == algorithm && known.jwk().equals(key)) {
          return known;
        }
      }
    }
    return VerificationKey.of(key, algorithm);
  }

  private void add(Jwk key, Optional<VerificationKey> bound) {
    bound.ifPresent(all::add);
    if (key.kid().isPresent()) {
      List<VerificationKey> sameKid =
          byKid.computeIfAbsent(key.kid().get(), kid -> new ArrayList<>(1));
      bound.ifPresent(sameKid::add);
    } else {
      bound.ifPresent(withoutKid::add);
    }
  }

  JwkSet source() {
    return source;
  }

  /**
   * The one key for a header with this kid and algorithm, or null; {@link #reasonFor} says why
   * there is none.
   */
  @Nullable VerificationKey find(@Nullable String kid, JwsAlgorithm algorithm) {
    if (kid == null) {
      return only(all, algorithm);
    }
    List<VerificationKey> sameKid = byKid.get(kid);
    // RFC 7515 §4.1.4 makes kid a hint; a key that was given without one answers to any.
    return only(sameKid != null ? sameKid : withoutKid, algorithm);
  }

  private static @Nullable VerificationKey only(
      List<VerificationKey> keys, JwsAlgorithm algorithm) {
    VerificationKey only = null;
    for (int i = 0; i < keys.size(); i++) {
      VerificationKey key = keys.get(i);
      if (key.algorithm() == algorithm) {
        if (only != null) {
          return null;
        }
        only = key;
      }
    }
    return only;
  }

  /** Why {@link #find} answered null. */
  RejectReason reasonFor(@Nullable String kid) {
    boolean known =
        kid == null
            ? !all.isEmpty()
            : byKid.containsKey(kid) || (byKid.isEmpty() && withoutKid.size() == 1);
    return known ? RejectReason.KEY_MISMATCH : RejectReason.UNKNOWN_KID;
  }
}
