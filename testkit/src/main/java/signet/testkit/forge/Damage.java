package signet.testkit.forge;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import signet.testkit.json.Json;

/** Alters finished compact tokens, each way leaving the rest as it was. */
public final class Damage {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private Damage() {}

  /** The token's part: 0 header, 1 payload, 2 signature. */
  public static String part(String token, int index) {
    return token.split("\\.", -1)[index];
  }

  /** The bytes of a part. */
  public static byte[] bytes(String token, int index) {
    return Base64Url.decode(part(token, index));
  }

  /** A part read as JSON, without any check. */
  public static Json json(String token, int index) {
    return Json.parse(bytes(token, index));
  }

  /** Puts text in the place of a part, as it is. */
  public static String withPart(String token, int index, String text) {
    String[] parts = token.split("\\.", -1);
    parts[index] = text;
    return String.join(".", parts);
  }

  /** Puts bytes in the place of a part. */
  public static String withBytes(String token, int index, byte[] bytes) {
    return withPart(token, index, Base64Url.encode(bytes));
  }

  /**
   * Flips one bit of a part's bytes; {@code bit} counts from the first byte's highest. An empty
   * part has none and stays empty.
   */
  public static String flipBit(String token, int index, int bit) {
    byte[] bytes = bytes(token, index);
    if (bytes.length == 0) {
      return token;
    }
    int at = Math.floorMod(bit, 8 * bytes.length);
    bytes[at / 8] ^= (byte) (0x80 >> (at % 8));
    return withBytes(token, index, bytes);
  }

  /** Sets a header member and keeps the signature. */
  public static String withHeader(String token, String name, @Nullable Object value) {
    return withBytes(token, 0, utf8(json(token, 0).with(name, value).toString()));
  }

  /** Sets a claim and keeps the signature. */
  public static String withClaim(String token, String name, @Nullable Object value) {
    return withBytes(token, 1, utf8(json(token, 1).with(name, value).toString()));
  }

  /** Leaves a claim out and keeps the signature. */
  public static String withoutClaim(String token, String name) {
    return withBytes(token, 1, utf8(json(token, 1).without(name).toString()));
  }

  /** Writes a member of a part a second time, at its end, and keeps the signature. */
  public static String withMemberTwice(
      String token, int index, String name, @Nullable Object value) {
    String json = json(token, index).toString();
    return withBytes(token, index, utf8(duplicateMember(json, name, value)));
  }

  /** Says another algorithm and keeps the signature. */
  public static String swapAlg(String token, String alg) {
    return withHeader(token, "alg", alg);
  }

  /** {@code alg: none} in this spelling and an empty third part. */
  public static String algNone(String token, String spelling) {
    return stripSignature(swapAlg(token, spelling));
  }

  /** The token with an empty third part. */
  public static String stripSignature(String token) {
    return withPart(token, 2, "");
  }

  /** Signs header and payload as they stand with {@code key}. */
  public static String resign(String token, ForgeKey key) {
    String input = token.substring(0, token.lastIndexOf('.'));
    return input + "." + Base64Url.encode(key.sign(input.getBytes(StandardCharsets.US_ASCII)));
  }

  /**
   * Says HS256 and signs with the public key's text as the secret: the confusion of RS256 and HS256
   * (CVE-2016-10555).
   */
  public static String confuse(String token, byte[] publicKeyText) {
    return resign(swapAlg(token, "HS256"), ForgeKey.secret("HS256", publicKeyText));
  }

  /** The text of one part in forms that a lax base64 decoder reads like it, by name. */
  public static Map<String, String> laxBase64(String token, int index) {
    String text = part(token, index);
    Map<String, UnaryOperator<String>> ways = new LinkedHashMap<>();
    ways.put("padding", lax -> lax + "=".repeat((4 - lax.length() % 4) % 4));
    ways.put("one =", lax -> lax + "=");
    ways.put("space before", lax -> " " + lax);
    ways.put("space after", lax -> lax + " ");
    ways.put("newline after", lax -> lax + "\n");
    ways.put("newline inside", lax -> insert(lax, "\n"));
    ways.put("CRLF inside", lax -> insert(lax, "\r\n"));
    ways.put("tab inside", lax -> insert(lax, "\t"));
    ways.put("question mark inside", lax -> insert(lax, "?"));
    ways.put("NUL inside", lax -> insert(lax, "\0"));
    ways.put("a letter beyond ASCII", lax -> insert(lax, "é"));
    ways.put("a wide letter", lax -> insert(lax, "\u0141"));
    ways.put("a surrogate pair", lax -> insert(lax, "\ud83d\ude00"));
    ways.put("a lone surrogate", lax -> insert(lax, "\ud83d"));
    ways.put("standard alphabet", lax -> lax.replace('-', '+').replace('_', '/'));
    ways.put("stray bits", Damage::strayBits);
    ways.put("one letter more", lax -> lax + "A".repeat(1 + (4 - lax.length() % 4) % 4));
    Map<String, String> forms = new LinkedHashMap<>();
    ways.forEach(
        (name, way) -> {
          String changed = way.apply(text);
          if (!changed.equals(text)) {
            forms.put(name, withPart(token, index, changed));
          }
        });
    return forms;
  }

  /** Sets the lowest unused bit of the last letter; the same text where none is unused. */
  public static String strayBits(String base64url) {
    int unused = base64url.length() % 4;
    if (unused == 0 || unused == 1) {
      return base64url;
    }
    int last = base64url.length() - 1;
    int value = ALPHABET.indexOf(base64url.charAt(last)) | 1;
    return base64url.substring(0, last) + ALPHABET.charAt(value);
  }

  /** Writes a member a second time, at the end of the object. */
  public static String duplicateMember(String json, String name, @Nullable Object value) {
    String object = json.stripTrailing();
    String head = object.substring(0, object.length() - 1);
    return head + "," + Json.write(name) + ":" + Json.write(value) + "}";
  }

  private static String insert(String text, String inserted) {
    int middle = text.length() / 2;
    return text.substring(0, middle) + inserted + text.substring(middle);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
