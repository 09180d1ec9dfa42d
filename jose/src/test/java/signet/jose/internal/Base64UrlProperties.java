package signet.jose.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class Base64UrlProperties {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  @Property
  void readsWhatItWrites(@ForAll byte[] bytes) {
    assertThat(Base64Url.decode(Base64Url.encode(bytes))).isEqualTo(bytes);
  }

  /**
   * A text is accepted just when encoding its bytes gives the text back, which only the canonical
   * one does.
   */
  @Property
  void acceptsTheCanonicalTextAlone(@ForAll("nearlyBase64url") String text) {
    byte[] bytes = Base64Url.decode(text);
    if (bytes != null) {
      assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)).isEqualTo(text);
    } else {
      assertThat(isCanonical(text)).isFalse();
    }
  }

  private static boolean isCanonical(String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Provide
  Arbitrary<String> nearlyBase64url() {
    // Mostly good characters, so that good texts are met before, between and after bad ones.
    return Arbitraries.strings()
        .withChars(ALPHABET)
        .withChars("=+/ \n\u0000.~@[`{\u007f\u00c1\u0141")
        .ofMaxLength(40);
  }

  @Property
  void refusesAnyForeignCharacterWhereverItStands(
      @ForAll("foreign") char foreign, @ForAll("place") int place) {
    StringBuilder text = new StringBuilder("A".repeat(40));
    text.setCharAt(place, foreign);
    assertThat(Base64Url.decode(text.toString())).isNull();
    assertThat(Base64Url.decode("A".repeat(40))).isEqualTo(new byte[30]);
  }

  @Provide
  Arbitrary<Character> foreign() {
    return Arbitraries.chars().filter(c -> ALPHABET.indexOf(c) < 0);
  }

  @Provide
  Arbitrary<Integer> place() {
    return Arbitraries.integers().between(0, 39);
  }
}
