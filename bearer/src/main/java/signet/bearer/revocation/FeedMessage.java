package signet.bearer.revocation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import signet.jose.jwt.JwtClaims;

/** The JSON of the feed's events, read strictly. */
final class FeedMessage {
  private FeedMessage() {}

  /**
   * What a {@code fresh} event says.
   *
   * @param position of the newest entry
   * @param ageMillis since the server read its database
   */
  record Fresh(FeedPosition position, long ageMillis) {}

  static Fresh fresh(String data) throws IOException {
    JwtClaims json = object(data);
    String epoch = json.string("epoch").orElseThrow(() -> malformed("epoch"));
    long seq = json.integer("seq").orElseThrow(() -> malformed("seq"));
    long age = json.integer("age_ms").orElseThrow(() -> malformed("age_ms"));
    FeedPosition position =
        FeedPosition.parse(epoch + ":" + seq).orElseThrow(() -> malformed("epoch"));
    return new Fresh(position, Math.max(0, age));
  }

  /** The entries of a {@code revoked} event. */
  static List<Revocation> entries(String data) throws IOException {
    if (!(object(data).value("entries").orElse(null) instanceof List<?> list)) {
      throw malformed("entries");
    }
    List<Revocation> entries = new ArrayList<>(list.size());
    for (Object element : list) {
      if (!(element instanceof Map<?, ?> entry)) {
        throw malformed("entries");
      }
      entries.add(entry(entry));
    }
    return entries;
  }

  private static Revocation entry(Map<?, ?> entry) throws IOException {
    for (Revocation.Kind kind : Revocation.Kind.values()) {
      if (entry.get(kind.word()) instanceof String value) {
        long version = kind == Revocation.Kind.SUB ? number(entry, "min_ver") : 0;
        long expires = kind == Revocation.Kind.KEY ? Revocation.NEVER : number(entry, "exp");
        return new Revocation(kind, value, version, expires);
      }
    }
    // A kind that a newer server knows: what it revokes cannot be known here, so nothing is fresh.
    throw new IOException("the feed has an entry of a kind that is not known here");
  }

  private static long number(Map<?, ?> entry, String name) throws IOException {
    if (entry.get(name) instanceof Long number) {
      return number;
    }
    throw malformed(name);
  }

  private static JwtClaims object(String data) throws IOException {
    try {
      return JwtClaims.parse(data);
    } catch (IllegalArgumentException e) {
      throw malformed("event");
    }
  }

  private static IOException malformed(String what) {
    return new IOException("the feed's " + what + " is not what it should be");
  }
}
