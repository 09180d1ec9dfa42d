package signet.server.revocation;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * Names tokens that no longer count.
 *
 * @param kind what the value is
 * @param value a {@code jti}, a {@code sid}, a subject or the thumbprint of a key, which for a
 *     secret is its {@code kid}
 * @param minVersion for a subject alone: tokens with a smaller or missing {@code authz_ver} are
 *     revoked
 */
public record RevocationEntry(Kind kind, String value, OptionalLong minVersion) {
  /** What an entry names. */
  public enum Kind {
    /** One access token. */
    JTI,
    /** Every access token of a session. */
    SID,
    /** A subject's access tokens below a version. */
    SUB,
    /** Everything a key ever signed. */
    KEY;

    /** As stored and written on the wire. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public RevocationEntry {
    if ((kind == Kind.SUB) != minVersion.isPresent()) {
      throw new IllegalArgumentException("a subject's entry, and no other, has a version");
    }
  }

  /** Every access token of a session. */
  public static RevocationEntry session(String sid) {
    return new RevocationEntry(Kind.SID, sid, OptionalLong.empty());
  }

  /** One access token. */
  public static RevocationEntry token(String jti) {
    return new RevocationEntry(Kind.JTI, jti, OptionalLong.empty());
  }

  /** A subject's access tokens whose version is smaller. */
  public static RevocationEntry subject(String subject, long minVersion) {
    return new RevocationEntry(Kind.SUB, subject, OptionalLong.of(minVersion));
  }

  /** Everything that the key of that thumbprint, or the secret of that {@code kid}, ever signed. */
  public static RevocationEntry key(String thumbprint) {
    return new RevocationEntry(Kind.KEY, thumbprint, OptionalLong.empty());
  }

  /** Whether it names that token. */
  public boolean names(RevocableToken token) {
    return switch (kind) {
      case JTI -> value.equals(token.jti());
      case SID -> token.sid().filter(value::equals).isPresent();
      case SUB ->
          value.equals(token.subject()) && token.version().orElse(0) < minVersion.orElseThrow();
      case KEY -> value.equals(token.keyThumbprint());
    };
  }
}
