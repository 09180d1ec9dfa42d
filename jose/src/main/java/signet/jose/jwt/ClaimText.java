package signet.jose.jwt;

import signet.jose.internal.JsonName;
import signet.jose.internal.JsonObject;
import signet.jose.internal.TextHash;

/**
 * A claim whose text is looked up in a table by its hash, so that nothing is copied where the table
 * lacks it. Immutable, but for a memory of where the claim stood; safe for use by many threads.
 *
 * <p>A hash that is found proves nothing: the texts must be compared then.
 */
public final class ClaimText {
  /** The hash of a claim that is absent or no string. */
  public static final long ABSENT = 0;

  private final JsonName name;

  private ClaimText(JsonName name) {
    this.name = name;
  }

  /** The claim of that name. */
  public static ClaimText named(String name) {
    return new ClaimText(JsonName.of(name));
  }

  /** The claim's name. */
  public String name() {
    return name.text();
  }

  /** The hash of a text; never {@link #ABSENT}. */
  public static long hash(String text) {
    return TextHash.of(text);
  }

  /** The hash of the claim's text, or {@link #ABSENT}. */
  public long hashIn(JwtClaims claims) {
    JsonObject json = claims.json();
    int index = json.find(name);
    return index >= 0 && json.isString(index) ? json.stringHash(index) : ABSENT;
  }
}
