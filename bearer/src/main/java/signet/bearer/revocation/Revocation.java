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
    JTI,
    /** Every access token of a session. */
    SID,
    /** A subject's access tokens below a version. */
    SUB,
    /** Everything that a key ever signed. */
    KEY;

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
