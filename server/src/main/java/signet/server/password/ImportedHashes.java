package signet.server.password;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads hashes as other systems write them, and gives what is stored for them. The cost of each is
 * bounded, since every login with it has to pay.
 */
public final class ImportedHashes {
  private static final Pattern ID = Pattern.compile("(\\{[A-Za-z0-9@_.-]{1,40}\\})(.*)");
  private static final String UNKNOWN =
      "the hash is of a kind that cannot be taken over: bcrypt, PBKDF2, scrypt and Argon2 can";

  private ImportedHashes() {}

  /**
   * What is stored for a hash in Spring's form, the kind in braces, or bcrypt or Argon2 without it.
   */
  public static String ofText(String text) throws HashRejectedException {
    Matcher id = ID.matcher(text);
    if (!id.matches()) {
      return unmarked(text).stored();
    }
    String hash = id.group(2);
    // Parameters are those of Spring Security's PasswordEncoderFactories.
    return switch (id.group(1)) {
      case "{bcrypt}" -> BcryptHash.of(hash).stored();
      case "{pbkdf2}" -> springPbkdf2(hash, "SHA1", 185_000, 8).stored();
      case "{pbkdf2@SpringSecurity_v5_8}" -> springPbkdf2(hash, "SHA256", 310_000, 16).stored();
      case "{scrypt}", "{scrypt@SpringSecurity_v5_8}" -> springScrypt(hash).stored();
      case "{argon2}", "{argon2@SpringSecurity_v5_8}" -> Argon2Hash.of(hash).stored();
      default -> throw new HashRejectedException(UNKNOWN);
    };
  }

  private static ImportedHash unmarked(String hash) throws HashRejectedException {
    if (hash.startsWith("$argon2")) {
      return Argon2Hash.of(hash);
    }
    if (hash.startsWith("$2")) {
      return BcryptHash.of(hash);
    }
    throw new HashRejectedException(UNKNOWN);
  }

  /** Spring writes salt and key in one, as hex. */
  private static ImportedHash springPbkdf2(
      String hash, String digest, int iterations, int saltBytes) throws HashRejectedException {
    byte[] both;
    try {
      both = HexFormat.of().parseHex(hash);
    } catch (IllegalArgumentException e) {
      throw HashRejectedException.malformed();
    }
    if (both.length <= saltBytes) {
      throw HashRejectedException.malformed();
    }
    byte[] salt = Arrays.copyOf(both, saltBytes);
    byte[] key = Arrays.copyOfRange(both, saltBytes, both.length);
    return Pbkdf2Hash.of(digest, iterations, salt, key);
  }

  /**
   * Spring writes {@code $params$salt$key}; params are log N, r and p in one hexadecimal number.
   */
  private static ImportedHash springScrypt(String hash) throws HashRejectedException {
    String[] parts = hash.split("\\$", -1);
    if (parts.length != 4 || !parts[0].isEmpty()) {
      throw HashRejectedException.malformed();
    }
    try {
      int parameters = Integer.parseInt(parts[1], 16);
      return ScryptHash.of(
          parameters >> 16,
          (parameters >> 8) & 0xff,
          parameters & 0xff,
          base64(parts[2]),
          base64(parts[3]));
    } catch (NumberFormatException e) {
      throw HashRejectedException.malformed();
    }
  }

  /**
   * What is stored for a PBKDF2 hash.
   *
   * @param digest SHA1, SHA256 or SHA512
   * @param salt base64
   * @param key base64
   */
  public static String ofPbkdf2(String digest, int iterations, String salt, String key)
      throws HashRejectedException {
    return Pbkdf2Hash.of(digest, iterations, base64(salt), base64(key)).stored();
  }

  /** What is stored for a hash whose kind goes by a name that is not known here. */
  public static HashRejectedException unknown() {
    return new HashRejectedException(UNKNOWN);
  }

  /** The hash that is stored so, or null if it is none that was imported. */
  static @Nullable ImportedHash ofStored(String stored) {
    try {
      if (stored.startsWith(BcryptHash.ID)) {
        return BcryptHash.of(stored.substring(BcryptHash.ID.length()));
      }
      if (stored.startsWith(Argon2Hash.ID)) {
        return Argon2Hash.of(stored.substring(Argon2Hash.ID.length()));
      }
      if (stored.startsWith(Pbkdf2Hash.ID)) {
        String[] parts = stored.substring(Pbkdf2Hash.ID.length()).split("\\$", -1);
        return Pbkdf2Hash.of(
            parts[0], Integer.parseInt(parts[1]), base64(parts[2]), base64(parts[3]));
      }
      if (stored.startsWith(ScryptHash.ID)) {
        String[] parts = stored.substring(ScryptHash.ID.length()).split("\\$", -1);
        return ScryptHash.of(
            Integer.parseInt(parts[0]),
            Integer.parseInt(parts[1]),
            Integer.parseInt(parts[2]),
            base64(parts[3]),
            base64(parts[4]));
      }
      return null;
    } catch (HashRejectedException e) {
      throw new IllegalStateException("a stored hash was changed by others", e);
    }
  }

  private static byte[] base64(String text) throws HashRejectedException {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw HashRejectedException.malformed();
    }
  }
}
