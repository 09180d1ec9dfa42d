package signet.benchmarks.load;

import java.util.Locale;

/** The ways that are compared. */
enum CheckKind {
  /** Nothing is looked at: what the service costs without a check. */
  NONE("no check"),
  /** A JWT, verified on the spot. */
  TOKEN("JWT"),
  /** As before, with the cache of verified tokens. */
  TOKEN_CACHED("JWT, cached"),
  /** A JWT and the verifier's own list of what was revoked. */
  TOKEN_AND_LIST("JWT and the revocation list"),
  /** A JWT, and Redis is asked whether its {@code jti} was revoked. */
  TOKEN_AND_REDIS("JWT and a look into Redis"),
  /** An opaque identifier, whose session Redis has. */
  SESSION_IN_REDIS("session in Redis"),
  /** An opaque identifier, whose session PostgreSQL has. */
  SESSION_IN_POSTGRESQL("session in PostgreSQL"),
  /** A token that its server is asked about (RFC 7662). */
  INTROSPECTION("introspection");

  private final String title;

  CheckKind(String title) {
    this.title = title;
  }

  /** As in the tables. */
  String title() {
    return title;
  }

  /** As in the results. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  boolean takesSessions() {
    return this == SESSION_IN_REDIS || this == SESSION_IN_POSTGRESQL;
  }
}
