package signet.server.key;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import signet.jose.jwa.JwsAlgorithm;

/**
 * One transition of the set of keys, done as a whole or not at all.
 *
 * @param moves in this order
 * @param publication the key that every live node has been seen to serve
 * @param making the key that comes into the set
 * @param revoked the key whose tokens count no more
 */
public record KeyStep(
    List<Move> moves,
    Optional<Publication> publication,
    Optional<Making> making,
    Optional<String> revoked) {
  /**
   * A key that goes from one state to another.
   *
   * @param gated whether it has to have passed its gate
   */
  public record Move(String kid, KeyState from, KeyState to, boolean gated) {}

  /**
   * A key that all serve.
   *
   * @param untilSigning how long from now it does not sign yet
   */
  public record Publication(String kid, Duration untilSigning) {}

  /** A key that is to be made. */
  public record Making(JwsAlgorithm algorithm, KeyState state) {}

  public KeyStep {
    moves = List.copyOf(moves);
  }

  static KeyStep make(JwsAlgorithm algorithm, KeyState state) {
    return new KeyStep(
        List.of(), Optional.empty(), Optional.of(new Making(algorithm, state)), Optional.empty());
  }

  static KeyStep publish(String kid, Duration untilSigning) {
    return new KeyStep(
        List.of(),
        Optional.of(new Publication(kid, untilSigning)),
        Optional.empty(),
        Optional.empty());
  }

  static KeyStep move(List<Move> moves, Optional<Making> making) {
    return new KeyStep(moves, Optional.empty(), making, Optional.empty());
  }

  KeyStep revoking(String kid) {
    return new KeyStep(moves, publication, making, Optional.of(kid));
  }

  /** The state of a key after this step. */
  KeyState stateAfter(StoredKey key) {
    KeyState state = key.state();
    for (Move move : moves) {
      state = move.kid().equals(key.kid()) ? move.to() : state;
    }
    return state;
  }
}
