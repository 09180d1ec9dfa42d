package signet.server.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SecretStrengthTest {
  @ParameterizedTest
  @CsvSource({
    "secret, shorter than 256 bits",
    "0123456789abcdef0123456789abcde, shorter than 256 bits",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, few different bytes",
    "0000000000000001111111111111111222222222222222333333, few different bytes",
    "kR8vN2xQ7mW4pL9tkR8vN2xQ7mW4pL9tkR8vN2xQ7mW4pL9t, repeats itself",
    "kR8vN2xQ7mW4pL9tZ1yB6cD3fG5hJ0sA, less than 43 characters",
    "correct horse battery staple and quite a few words more, made of words",
    "MyCompanyPassword2024IsSoVeryLongThatNobodyGuesses1t, made of words",
    "your-256-bit-key-comes-here-9871-and-more-of-it-yes, made of words"
  })
  void findsWhatPeopleType(String text, String problem) {
    assertThat(SecretStrength.problem(text.getBytes(StandardCharsets.US_ASCII)).orElseThrow())
        .contains(problem)
        .doesNotContain(text);
  }

  @Test
  void findsBytesThatCountUpNotButZerosAndPatterns() {
    assertThat(SecretStrength.problem(new byte[64])).isPresent();
    byte[] pattern = new byte[64];
    for (int i = 0; i < pattern.length; i++) {
      pattern[i] = (byte) (i % 16 * 7);
    }
    assertThat(SecretStrength.problem(pattern)).contains("it repeats itself");
  }

  @RepeatedTest(20)
  void takesRandomBytesAndTheirTexts() {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);

    assertThat(SecretStrength.problem(secret)).isEmpty();
    assertThat(SecretStrength.problem(text(HexFormat.of().formatHex(secret)))).isEmpty();
    String base64 = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    // One in some thousand has no digit, and is told to be made anew.
    if (base64.chars().anyMatch(Character::isDigit)) {
      assertThat(SecretStrength.problem(text(base64))).isEmpty();
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
