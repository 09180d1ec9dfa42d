package signet.jose.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The steps by which strings are read, each for itself. */
class JsonTextTest {
  private static final int LENGTH = 19;

  @Test
  void onlyABackslashIsAnEscape() {
    for (int other = 0; other < 256; other++) {
      byte[] text = new byte[LENGTH];
      Arrays.fill(text, (byte) other);
      assertThat(JsonText.hasEscape(text, 0, LENGTH)).as("byte %s", other).isEqualTo(other == '\\');
    }
  }

  @Test
  void backslashIsFoundWithinItsBoundsAlone() {
    for (int at = 0; at < LENGTH; at++) {
      byte[] text = "x".repeat(LENGTH).getBytes(UTF_8);
      text[at] = '\\';
      for (int start = 0; start <= LENGTH; start++) {
        for (int end = start; end <= LENGTH; end++) {
          assertThat(JsonText.hasEscape(text, start, end))
              .as("at %s in %s to %s", at, start, end)
              .isEqualTo(start <= at && at < end);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\\n, 2",
        "\\u00e9, 6",
        "\\ud83d\\ude00, 12",
        "\\, -1",
        "\\x, -1",
        "\\u, -1",
        "\\u00e, -1",
        "\\u00eg, -1",
        "\\ude00, -1",
        "\\ud83d, -1",
        "\\ud83d\\ude0, -1",
        "\\ud83dx, -1"
      })
  void escapeIsSkippedOrRefused(String escape, int after) {
    byte[] json = (escape + "0").getBytes(ISO_8859_1);
    assertThat(JsonText.skipEscape(json, 0, escape.length())).isEqualTo(after);
    // Its end is where it says, not where the bytes end.
    byte[] before = ("xx" + escape).getBytes(ISO_8859_1);
    assertThat(JsonText.skipEscape(before, 2, before.length)).isEqualTo(after < 0 ? -1 : after + 2);
  }

  @ParameterizedTest
  @CsvSource({
    "c3a9, 2",
    "e282ac, 3",
    "f09f9880, 4",
    "c3, -1",
    "e282, -1",
    "f09f98, -1",
    "80, -1",
    "c0af, -1",
    "eda080, -1",
    "e28228, -1",
    "f5808080, -1"
  })
  void utf8SequenceIsSkippedOrRefused(String hex, int after) {
    byte[] sequence = HexFormat.of().parseHex(hex);
    assertThat(JsonText.skipUtf8(sequence, 0, sequence.length)).isEqualTo(after);
  }
}
