package signet.server.key;

import java.util.Locale;

/** A signing key's place in its life. */
public enum KeyState {
  /** Published, does not sign yet. */
  PENDING,
  /** Signs. */
  ACTIVE,
  /** Published for the tokens it has signed, signs no more. */
  RETIRING,
  /** Kept for audits alone. */
  RETIRED,
  /** Withdrawn; nothing it signed counts. */
  COMPROMISED;

  /** As stored and written on the wire. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of that word. */
  public static KeyState ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }

  boolean isPublished() {
    return this == PENDING || this == ACTIVE || this == RETIRING;
  }
}
