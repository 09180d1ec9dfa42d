package signet.cli.attack;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request that a careful endpoint refuses. Never shows the token.
 *
 * @param hole what is open if it is not refused
 * @param variant in which form it is tried
 * @param authorization the value of the header; null for none
 * @param query of the address; null for none
 */
record Attack(Hole hole, String variant, @Nullable String authorization, @Nullable String query) {
  /** A token in its usual place; empty where no header can carry it. */
  static Optional<Attack> bearer(Hole hole, String variant, String token) {
    boolean sendable =
        token.chars().allMatch(c -> c >= ' ' && c < 0x7f) && token.equals(token.strip());
    return sendable
        ? Optional.of(new Attack(hole, variant, "Bearer " + token, null))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return "Attack[" + hole.word() + ", " + variant + "]";
  }
}
