package signet.bearer.revocation;

import java.util.Locale;

/**
 * Names tokens that no longer count.
 *
 * @param kind what the value is
 * @param value a {@code jti}, a {@code sid}, a subject or the thumbprint of a key
 * @param minVersion of a subject alone: tokens with a smaller or missing {@code authz_ver} are
 *     revoked; 0 otherwise
 * @param expiresAt from when on no token is left that it could name, in seconds since the epoch;
 *     {@link #NEVER} of a key
 */
record Revocation(Kind kind, String value, long minVersion, long expiresAt) {
  static final long NEVER = Long.MAX_VALUE;

  /** What is named. */
  enum Kind {
    /** One access token. */
    JTI(1),
    /** Every access token of a session. */
    SID(2),
    /** A subject's access tokens below a version. */
    SUB(4),
    /** Everything that a key ever signed. */
    KEY(8);

    private final int bit;

    Kind(int bit) {
      this.bit = bit;
    }

    /** A bit of its own, for a set of kinds in one number. */
    int bit() {
      return bit;
    }

    /** The member that it is on the wire. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that word. */
    static Kind ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
