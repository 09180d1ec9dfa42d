package signet.gateway.header;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainFieldsTest {
  private static final String LOWER_CASE_TOKEN =
      "abcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~";

  /** RFC 9110 §5.6.2, RFC 9113 §8.2.1. */
  @Test
  void aNameIsATokenInLowerCase() {
    for (char c = 0; c < 0x300; c++) {
      boolean plain = LOWER_CASE_TOKEN.indexOf(c) >= 0;

      assertThat(PlainFields.isPlain("a" + c + "b", "v")).as("sign %d", (int) c).isEqualTo(plain);
      assertThat(PlainFields.isPlainOrPseudo(":" + c, "v")).as("%d", (int) c).isEqualTo(plain);
    }
  }

  @Test
  void aNameHasLength() {
    assertThat(PlainFields.isPlain("", "v")).isFalse();
    assertThat(PlainFields.isPlainOrPseudo(":", "v")).isFalse();
    assertThat(PlainFields.isPlain(":path", "v")).isFalse();
    assertThat(PlainFields.isPlainOrPseudo(":path", "v")).isTrue();
  }

  @Test
  void aValueHasNoControlsButTabs() {
    for (char c = 0; c < 0x300; c++) {
      boolean plain = c == '\t' || (c >= 0x20 && c != 0x7f);

      assertThat(PlainFields.isPlain("a", "v" + c)).as("sign %d", (int) c).isEqualTo(plain);
    }
  }
}
