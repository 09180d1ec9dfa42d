package signet.jose.internal;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/**
 * A member's name or an expected text, prepared for comparison with JSON bytes. Safe for use by
 * many threads.
 *
 * <p>It remembers at which index it was first found: the tokens of one issuer have their claims in
 * one order.
 */
public final class JsonName {
  private final String text;
  private final byte[] utf8;
  private final byte[] nameBytes;

  /** A guess, so a race about it does no harm; set once, so threads do not fight over it. */
  private int likelyIndex = -1;

  private JsonName(String text) {
    this.text = text;
    this.utf8 = text.getBytes(StandardCharsets.UTF_8);
    this.nameBytes = nameBytes(text);
  }

  public static JsonName of(String text) {
    return new JsonName(text);
  }

  public String text() {
    return text;
  }

  byte[] utf8() {
    return utf8;
  }

  int likelyIndex() {
    return likelyIndex;
  }

  void foundAt(int index) {
    if (likelyIndex < 0) {
      likelyIndex = index;
    }
  }

  byte[] nameBytes() {
    return nameBytes;
  }

  /** The bytes by which a name is compared: UTF-8 of its normalization form C. */
  static byte[] nameBytes(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8);
  }
}
