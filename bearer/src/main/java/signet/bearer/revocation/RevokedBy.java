package signet.bearer.revocation;

/**
 * What revokes a token.
 *
 * @param kind what the entry names
 * @param minVersion of a subject alone: the smallest {@code authz_ver} that still counts; 0
 *     otherwise
 */
public record RevokedBy(Kind kind, long minVersion) {
  /** What an entry can name. */
  public enum Kind {
    /** This one token. */
    TOKEN,
    /** Its session. */
    SESSION,
    /** Its subject's tokens below a version: roles, password or status have changed. */
    SUBJECT,
    /** The key that signed it. */
    KEY
  }

  static RevokedBy of(Revocation entry) {
    Kind kind =
        switch (entry.kind()) {
          case JTI -> Kind.TOKEN;
          case SID -> Kind.SESSION;
          case SUB -> Kind.SUBJECT;
          case KEY -> Kind.KEY;
        };
    return new RevokedBy(kind, entry.minVersion());
  }
}
