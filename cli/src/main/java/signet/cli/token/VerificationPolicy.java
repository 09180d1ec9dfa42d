package signet.cli.token;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import signet.cli.terminal.OperatorException;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.PublicJwk;
import signet.jose.jwk.SecretJwk;
import signet.jose.jwt.JwtVerifier;

/**
 * What a token must satisfy beside its signature. What is absent is not checked. Immutable.
 *
 * @param algorithms the accepted ones; empty means the one that each key names, or else the usual
 *     one of its kind
 */
record VerificationPolicy(
    Optional<String> issuer,
    Optional<String> audience,
    Optional<String> type,
    List<JwsAlgorithm> algorithms,
    Duration clockSkew,
    InstantSource clock) {

  /** The names of the expectations that were not given. */
  List<String> notChecked() {
    List<String> names = new ArrayList<>();
    if (issuer.isEmpty()) {
      names.add("issuer");
    }
    if (audience.isEmpty()) {
      names.add("audience");
    }
    if (type.isEmpty()) {
      names.add("typ");
    }
    return names;
  }

  /**
   * A verifier with these keys.
   *
   * @throws OperatorException when the policy is none, such as a clock skew above the limit
   */
  JwtVerifier verifier(JwkSet keys) throws OperatorException {
    try {
      return builder(keys).build();
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw OperatorException.usage(String.valueOf(e.getMessage()), e);
    }
  }

  /** As {@link #verifier}, before it is built. */
  JwtVerifier.Builder builder(JwkSet keys) throws OperatorException {
    List<JwsAlgorithm> allowed = algorithms.isEmpty() ? usual(keys) : algorithms;
    requireLongEnough(keys, allowed);
    try {
      JwtVerifier.Builder builder =
          JwtVerifier.builder()
              .keys(bound(keys, allowed))
              .algorithms(allowed.toArray(new JwsAlgorithm[0]))
              .clockSkew(clockSkew)
              .clock(clock)
              .requireClaims("exp");
      issuer.ifPresentOrElse(builder::issuer, builder::ignoreIssuer);
      audience.ifPresentOrElse(builder::audience, builder::ignoreAudience);
      type.ifPresentOrElse(builder::type, builder::ignoreType);
      return builder;
    } catch (IllegalArgumentException e) {
      throw OperatorException.usage(String.valueOf(e.getMessage()), e);
    }
  }

  /** A verifier that has no keys, and refuses what it can tell without them. */
  JwtVerifier.Builder withoutKeys() throws OperatorException {
    VerificationPolicy any =
        new VerificationPolicy(
            issuer,
            audience,
            type,
            algorithms.isEmpty() ? List.of(JwsAlgorithm.values()) : algorithms,
            clockSkew,
            clock);
    return any.builder(JwkSet.of()).keys(Optional::empty);
  }

  /** With the issuer and the type that a server says, where no others were asked for. */
  VerificationPolicy orElse(Optional<String> otherIssuer, Optional<String> otherType) {
    return new VerificationPolicy(
        issuer.or(() -> otherIssuer),
        audience,
        type.or(() -> otherType),
        algorithms,
        clockSkew,
        clock);
  }

  /** The algorithm that each key names, or else the usual one of its kind. */
  private static List<JwsAlgorithm> usual(JwkSet keys) throws OperatorException {
    List<JwsAlgorithm> usual =
        keys.keys().stream()
            .flatMap(
                key ->
                    key
                        .alg()
                        .flatMap(JwsAlgorithm::fromWireName)
                        .or(() -> UsualAlgorithm.of(key))
                        .stream())
            .distinct()
            .toList();
    if (usual.isEmpty()) {
      throw OperatorException.keysUnavailable("there is no key for signatures among these", null);
    }
    return usual;
  }

  /** RFC 7518 §3.2: a secret is at least as long as the hash. */
  private static void requireLongEnough(JwkSet keys, List<JwsAlgorithm> allowed)
      throws OperatorException {
    for (Jwk key : keys.keys()) {
      for (JwsAlgorithm algorithm : allowed) {
        if (key instanceof SecretJwk secret
            && algorithm.isSymmetric()
            && key.alg().filter(alg -> !alg.equals(algorithm.wireName())).isEmpty()
            && secret.length() < algorithm.hashBytes()) {
          throw OperatorException.keysUnavailable(
              "the secret is too short: "
                  + algorithm.wireName()
                  + " needs at least "
                  + algorithm.hashBytes()
                  + " bytes and it has "
                  + secret.length(),
              null);
        }
      }
    }
  }

  /**
   * Binds each key that names no algorithm to every accepted one that fits it, so that {@code --alg
   * RS256 --alg PS256} means what it says.
   */
  private static JwkSet bound(JwkSet keys, List<JwsAlgorithm> allowed) {
    List<Jwk> bound = new ArrayList<>();
    for (Jwk jwk : keys.keys()) {
      Jwk key = jwk instanceof PrivateJwk pair ? pair.toPublic() : jwk;
      if (key.alg().isPresent()) {
        bound.add(key);
        continue;
      }
      for (JwsAlgorithm algorithm : allowed) {
        if (algorithm.keyType() == key.keyType()) {
          bound.add(
              key instanceof SecretJwk secret
                  ? secret.withAlgorithm(algorithm)
                  : ((PublicJwk) key).withAlgorithm(algorithm));
        }
      }
    }
    return JwkSet.of(bound);
  }
}
