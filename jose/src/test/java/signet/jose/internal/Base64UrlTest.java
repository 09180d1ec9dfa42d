package signet.jose.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every byte at every place, while texts are trusted and after a bad one has been seen. */
class Base64UrlTest {
  private static byte @Nullable [] oracle(byte[] text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      byte[] canonical = Base64.getUrlEncoder().withoutPadding().encode(bytes);
      return Arrays.equals(canonical, text) ? bytes : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static void beWary() {
    assertThat(Base64Url.decode("!!!!")).isNull();
  }

  private static void beTrusting() {
    for (int i = 0; i < 1001; i++) {
      assertThat(Base64Url.decode("AAAA")).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 7, 8, 9, 11, 12, 15, 16, 18})
  void decodesJustWhatTheJdkWouldWrite(int length) {
    for (int at = 0; at < length; at++) {
      beTrusting();
      for (int value = 255; value >= 0; value--) {
        byte[] framed = new byte[length + 4];
        Arrays.fill(framed, (byte) 'A');
        framed[at + 3] = (byte) value;
        byte[] expected = oracle(Arrays.copyOfRange(framed, 3, length + 3));
        assertThat(Base64Url.decode(framed, 3, length + 3)).isEqualTo(expected);
        beWary();
        assertThat(Base64Url.decode(framed, 3, length + 3)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAAA\u0100", "\u00c1AAA", "A", "AB", "AAB", "AA=", "AA==", "AA A"})
  void refusesWhatIsNotCanonical(String text) {
    beTrusting();
    assertThat(Base64Url.decode(text)).isNull();
    beWary();
    assertThat(Base64Url.decode(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 15, 16, 18})
  void alphabetIsCheckedToTheLastCharacterWithoutTheDecoder(int length) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    byte[] framed = "!".repeat(length + 4).getBytes(US_ASCII);
    Arrays.fill(framed, 2, length + 2, (byte) 'A');
    assertThat(Base64Url.isAlphabet(framed, 2, length + 2)).isTrue();
    for (int at = 2; at < length + 2; at++) {
      for (int value = 0; value < 256; value++) {
        framed[at] = (byte) value;
        assertThat(Base64Url.isAlphabet(framed, 2, length + 2))
            .as("%s at %s", value, at)
            .isEqualTo(alphabet.indexOf(value) >= 0);
      }
      framed[at] = 'A';
    }
  }
}
