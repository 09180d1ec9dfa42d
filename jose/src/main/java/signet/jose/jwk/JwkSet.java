package signet.jose.jwk;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import signet.jose.internal.Base64Url;
import signet.jose.internal.JsonObject;
import signet.jose.internal.JsonWriter;

/**
 * A JWK Set (RFC 7517 §5). Immutable and safe for use by many threads.
 *
 * <p>Reading is strict about the document and, as the RFC asks, lenient about its keys: one that is
 * unknown, weak or broken is left out and listed in {@link #skipped}, so that a new kind of key
 * does not take the old ones down.
 */
public final class JwkSet {
  /** The most keys that a set may have. */
  public static final int MAX_KEYS = 100;

  private static final JwkSet EMPTY = new JwkSet(List.of(), List.of());

  private final List<Jwk> keys;
  private final List<SkippedKey> skipped;
  private final String keysetId;

  private JwkSet(List<Jwk> keys, List<SkippedKey> skipped) {
    this.keys = List.copyOf(keys);
    this.skipped = List.copyOf(skipped);
    this.keysetId = keysetId(keys);
  }

  /**
   * A key that was left out.
   *
   * @param index its place in the document, from 0
   * @param problem the kind of defect
   * @param message the defect in words, without key material
   */
  public record SkippedKey(int index, JwkException.Problem problem, String message) {}

  /** A set of given keys, at most {@link #MAX_KEYS}. */
  public static JwkSet of(Collection<? extends Jwk> keys) {
    if (keys.size() > MAX_KEYS) {
      throw new JwkException(JwkException.Problem.MALFORMED, "a set has at most 100 keys");
    }
    return keys.isEmpty() ? EMPTY : new JwkSet(List.copyOf(keys), List.of());
  }

  /** A set of given keys, at most {@link #MAX_KEYS}. */
  public static JwkSet of(Jwk... keys) {
    return of(List.of(keys));
  }

  /**
   * Reads a set that one keeps oneself, private and secret keys included.
   *
   * @throws JwkException when the document is not a strict JWK Set
   */
  public static JwkSet parse(String json) {
    return parse(json, false);
  }

  /**
   * Reads a set that somebody publishes. A secret key, or a public one whose private half stands
   * beside it, is known to the world and is left out.
   *
   * @throws JwkException when the document is not a strict JWK Set
   */
  public static JwkSet parsePublished(String json) {
    return parse(json, true);
  }

  private static JwkSet parse(String json, boolean published) {
    List<JsonObject> members = members(json);
    List<Jwk> keys = new ArrayList<>();
    List<SkippedKey> skipped = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      try {
        JsonObject member = members.get(i);
        keys.add(published ? JwkReader.readPublic(member) : JwkReader.read(member));
      } catch (JwkException e) {
        skipped.add(new SkippedKey(i, e.problem(), String.valueOf(e.getMessage())));
      }
    }
    return new JwkSet(keys, skipped);
  }

  private static List<JsonObject> members(String json) {
    JsonObject set = JwkReader.object(json);
    int index = set.find("keys");
    if (index < 0 || set.kind(index) != JsonObject.Kind.ARRAY) {
      throw malformed("its member keys is missing or no array");
    }
    @Nullable List<JsonObject> members =
        set.objectsAt(index, JwkReader.MAX_DEPTH, JwkReader.MAX_MEMBERS);
    if (members == null) {
      throw malformed("its member keys holds something other than objects");
    }
    if (members.size() > MAX_KEYS) {
      throw malformed("it has more than 100 keys");
    }
    return members;
  }

  private static JwkException malformed(String why) {
    return new JwkException(JwkException.Problem.MALFORMED, "the JWK Set is refused: " + why);
  }

  /** The usable keys, in the document's order. */
  public List<Jwk> keys() {
    return keys;
  }

  /** The keys that were left out, and why. */
  public List<SkippedKey> skipped() {
    return skipped;
  }

  /** Whether no key of the set can be used. */
  public boolean isEmpty() {
    return keys.isEmpty();
  }

  /** The {@code kid} of each key that has one, in the document's order. */
  public List<String> kids() {
    return keys.stream().flatMap(key -> key.kid().stream()).toList();
  }

  /**
   * A short name of what the set holds: the same for the same public kids, whatever their order.
   * Two services that show the same one hold the same keys.
   */
  public String keysetId() {
    return keysetId;
  }

  private static String keysetId(List<Jwk> keys) {
    return keysetIdOf(
        keys.stream()
            .filter(key -> !(key instanceof SecretJwk))
            .map(key -> key.kid().orElseGet(key::thumbprint))
            .toList());
  }

  /** The {@link #keysetId} of a set of public keys with those kids, in whatever order. */
  public static String keysetIdOf(Collection<String> kids) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      kids.stream()
          .sorted()
          .forEach(kid -> sha256.update((kid + "\n").getBytes(StandardCharsets.UTF_8)));
      return Base64Url.encode(sha256.digest()).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** The set as it may be published: public halves only, secret keys left out. */
  public String toJson() {
    List<Map<String, Object>> members = new ArrayList<>();
    for (Jwk key : keys) {
      if (key instanceof PublicJwk publicJwk) {
        members.add(publicJwk.toMembers());
      } else if (key instanceof PrivateJwk privateJwk) {
        members.add(privateJwk.toPublic().toMembers());
      }
    }
    return JsonWriter.write(Map.of("keys", members));
  }

  /** The set with private halves and secrets, for a file that only its owner can read. */
  public String exportJson() {
    List<Map<String, Object>> members = new ArrayList<>();
    for (Jwk key : keys) {
      if (key instanceof SecretJwk secretJwk) {
        members.add(secretJwk.exportMembers());
      } else if (key instanceof PrivateJwk privateJwk) {
        members.add(privateJwk.exportMembers());
      } else if (key instanceof PublicJwk publicJwk) {
        members.add(publicJwk.toMembers());
      }
    }
    return JsonWriter.write(new LinkedHashMap<>(Map.of("keys", members)));
  }

  @Override
  public String toString() {
    return "JwkSet[keysetId=" + keysetId + ", kids=" + kids() + "]";
  }
}
