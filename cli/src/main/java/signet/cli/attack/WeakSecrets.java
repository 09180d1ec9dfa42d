package signet.cli.attack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import signet.testkit.forge.Damage;
import signet.testkit.forge.ForgeKey;

/** Guesses the secret of an HMAC token, without asking anybody. */
final class WeakSecrets {
  /** What tutorials and samples use. */
  private static final List<String> USUAL =
      List.of(
          "secret",
          "Secret",
          "SECRET",
          "secretkey",
          "secret_key",
          "secret-key",
          "my-secret",
          "mysecret",
          "mysecretkey",
          "my_secret_key",
          "your-256-bit-secret",
          "your-384-bit-secret",
          "your-512-bit-secret",
          "your_secret_key",
          "your-secret-key",
          "yoursecretkey",
          "jwt_secret",
          "jwt-secret",
          "JWT_SECRET",
          "jwtsecret",
          "token_secret",
          "supersecret",
          "super-secret",
          "topsecret",
          "changeme",
          "change-me",
          "changeit",
          "password",
          "password123",
          "admin",
          "test",
          "key",
          "private",
          "default",
          "123456",
          "12345678",
          "qwerty",
          "a-string-secret-at-least-256-bits-long",
          "keyboard cat");

  private static final int MAX_WORD = 1024;

  private WeakSecrets() {}

  /**
   * The secret that signed the token, if it is a usual one or stands in the list.
   *
   * @param words a secret a line; longer lines than 1,024 characters are passed over
   */
  static Optional<ForgeKey> guess(String token, String algorithm, Optional<Path> words)
      throws IOException {
    byte[] input = token.substring(0, token.lastIndexOf('.')).getBytes(UTF_8);
    byte[] signature = Damage.bytes(token, 2);
    for (String word : USUAL) {
      ForgeKey key = key(algorithm, word);
      if (key.verify(input, signature)) {
        return Optional.of(key);
      }
    }
    return words.isEmpty() ? Optional.empty() : inFile(algorithm, input, signature, words.get());
  }

  private static Optional<ForgeKey> inFile(
      String algorithm, byte[] input, byte[] signature, Path file) throws IOException {
    // Word lists are in any encoding: every byte is a character here, and comes back as one.
    try (BufferedReader reader = Files.newBufferedReader(file, ISO_8859_1)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.length() <= MAX_WORD) {
          ForgeKey key = ForgeKey.secret(algorithm, line.getBytes(ISO_8859_1));
          if (key.verify(input, signature)) {
            return Optional.of(key);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static ForgeKey key(String algorithm, String word) {
    return ForgeKey.secret(algorithm, word.getBytes(UTF_8));
  }
}
