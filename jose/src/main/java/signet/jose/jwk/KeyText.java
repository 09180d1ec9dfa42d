package signet.jose.jwk;

import java.util.List;

/** Reads the text of a key file, whatever of the usual forms it has. */
public final class KeyText {
  private KeyText() {}

  /**
   * The keys of a JWK Set, of one JWK, or of the PEM blocks in the text.
   *
   * @throws JwkException when it is none of these; for a single key also when that key is not
   *     acceptable
   */
  public static JwkSet parse(String text) {
    String trimmed = text.strip();
    if (trimmed.startsWith("{")) {
      return isSet(trimmed) ? JwkSet.parse(trimmed) : JwkSet.of(Jwk.parse(trimmed));
    }
    List<Jwk> keys = Pem.decodeAll(text);
    return JwkSet.of(keys);
  }

  private static boolean isSet(String json) {
    return JwkReader.object(json).find("keys") >= 0;
  }
}
