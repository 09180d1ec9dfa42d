package signet.jose.jws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableKidTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "'', ''",
        "key-1, key-1",
        "'!#[]~', '!#[]~'",
        "'a b\"c\\d', a?b?c?d",
        "a\u0001b\tc\u001fd\u007fe\u0080fé😀, a?b?c?d?e?f???"
      })
  void showsPrintableAsciiAlone(String kid, String printed) {
    assertThat(PrintableKid.of(kid)).isEqualTo(printed);
  }

  @Test
  void cutsWhatIsLongerThan64Characters() {
    assertThat(PrintableKid.of("k".repeat(64))).isEqualTo("k".repeat(64));
    assertThat(PrintableKid.of("k".repeat(65))).isEqualTo("k".repeat(61) + "...");
    assertThat(PrintableKid.of("k".repeat(9000))).hasSize(64);
  }
}
