package signet.gateway.txn;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import signet.jose.jwk.PrivateJwk;

/**
 * A key pair and where it stands in its life. Immutable; never shows its private half.
 *
 * @param jwk with {@code kid}, {@code alg} and {@code use}
 * @param state its place in its life
 * @param createdAt when it was made
 * @param activateAt the gate: it does not sign before, unless there is no other
 * @param since when it entered its state
 */
record TransactionKey(
    PrivateJwk jwk, State state, Instant createdAt, Instant activateAt, Instant since) {
  /** In the order of a life; what has been retired is no longer kept. */
  enum State {
    /** Published, does not sign yet. */
    PENDING,
    /** Signs. */
    ACTIVE,
    /** Published for the tokens it has signed, signs no more. */
    RETIRING;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Optional<State> ofWord(String word) {
      for (State state : values()) {
        if (state.word().equals(word)) {
          return Optional.of(state);
        }
      }
      return Optional.empty();
    }
  }

  String kid() {
    return jwk.kid().orElseThrow();
  }

  String algorithm() {
    return jwk.alg().orElseThrow();
  }

  boolean isPastGate(Instant now) {
    return !activateAt.isAfter(now);
  }

  TransactionKey in(State next, Instant at) {
    return new TransactionKey(jwk, next, createdAt, activateAt, at);
  }

  @Override
  public String toString() {
    return "TransactionKey[" + kid() + " " + algorithm() + " " + state.word() + "]";
  }
}
