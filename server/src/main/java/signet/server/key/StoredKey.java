package signet.server.key;

import java.time.Instant;

/**
 * A signing key as it lies in the store.
 *
 * @param kid its RFC 7638 thumbprint
 * @param algorithm the {@code alg} it signs with
 * @param state its place in its life
 * @param publicJwk JSON
 * @param sealedPrivate a private JWK sealed by {@link MasterKey}
 * @param createdAt to the millisecond
 * @param times when it took the steps of its life
 * @param sinceSeq the number of the set in which it first stood
 */
public record StoredKey(
    String kid,
    String algorithm,
    KeyState state,
    String publicJwk,
    String sealedPrivate,
    Instant createdAt,
    KeyTimes times,
    long sinceSeq) {
  /** A key that is not in the store yet. */
  public StoredKey(
      String kid,
      String algorithm,
      KeyState state,
      String publicJwk,
      String sealedPrivate,
      Instant createdAt) {
    this(kid, algorithm, state, publicJwk, sealedPrivate, createdAt, KeyTimes.NONE, 0);
  }

  /** RFC 7518 §3.2: a secret shared with verifiers, which never stands in a published set. */
  boolean isSymmetric() {
    return algorithm.startsWith("HS");
  }

  /** Whether it was made elsewhere, so that only another such key may follow it by itself. */
  public boolean isImported() {
    return sealedPrivate.startsWith(PrivateKeys.IMPORTED);
  }

  /** Whether it stands in the set that is published. */
  boolean isPublished() {
    return state.isPublished() && !isSymmetric();
  }

  /** Whether it may sign at that time without a token of it meeting a verifier that lacks it. */
  public boolean isPastGate(Instant now) {
    return times.activateAt().filter(gate -> !gate.isAfter(now)).isPresent();
  }

  @Override
  public String toString() {
    return "StoredKey[" + kid + " " + algorithm + " " + state.word() + "]";
  }
}
