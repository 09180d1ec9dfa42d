package signet.jose.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TextHashTest {
  @Test
  void everyByteCounts() {
    for (int length = 0; length <= 33; length++) {
      String text = "x".repeat(length);
      Set<Long> hashes = new HashSet<>(Set.of(TextHash.of(text)));
      for (int at = 0; at < length; at++) {
        for (char other : new char[] {'y', 'X', '\u0000', 'z'}) {
          StringBuilder changed = new StringBuilder(text);
          changed.setCharAt(at, other);
          hashes.add(TextHash.of(changed.toString()));
        }
      }
      assertThat(hashes).hasSize(1 + 4 * length);
    }
  }

  @Test
  void lengthCounts() {
    Set<Long> hashes = new HashSet<>();
    for (int length = 0; length <= 64; length++) {
      hashes.add(TextHash.of("\u0000".repeat(length)));
      hashes.add(TextHash.of("x".repeat(length)));
    }
    assertThat(hashes).hasSize(2 * 65 - 1).doesNotContain(0L);
  }

  @Test
  void neighboursDoNotCount() {
    for (int length = 0; length <= 20; length++) {
      byte[] bytes = ("<" + "x".repeat(length) + ">>>>>>>>>").getBytes(UTF_8);
      assertThat(TextHash.of(bytes, 1, 1 + length)).isEqualTo(TextHash.of("x".repeat(length)));
    }
  }

  @Test
  void bytesAboveAsciiCountWhole() {
    assertThat(TextHash.of("\u00e9")).isNotEqualTo(TextHash.of("\u00c3"));
    assertThat(TextHash.of("\u00e9a")).isNotEqualTo(TextHash.of("a\u00e9"));
  }
}
