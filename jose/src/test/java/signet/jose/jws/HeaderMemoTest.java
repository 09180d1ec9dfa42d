package signet.jose.jws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeaderMemoTest {
  private static final int CAPACITY = 64;

  private final HeaderMemo memo = new HeaderMemo();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static JwsHeader header() {
    return JwsHeader.parse(bytes("{\"alg\":\"HS256\"}"), TokenLimits.DEFAULT);
  }

  private @Nullable JwsHeader find(int number) {
    byte[] token = bytes(segment(number) + ".x");
    return memo.find(token, token.length - 2);
  }

  private void add(int number) {
    byte[] token = bytes(segment(number) + ".y");
    memo.add(token, token.length - 2, header());
  }

  private static String segment(int number) {
    return "segment" + number;
  }

  @Test
  void findsTheWholeSegmentAlone() {
    JwsHeader header = header();
    memo.add(bytes("abc.payload"), 3, header);

    assertThat(memo.find(bytes("abc.other"), 3)).isSameAs(header);
    assertThat(memo.find(bytes("abd.other"), 3)).isNull();
    assertThat(memo.find(bytes("xbc.other"), 3)).isNull();
    assertThat(memo.find(bytes("ab.other"), 2)).isNull();
    assertThat(memo.find(bytes("abc.other"), 4)).isNull();
  }

  @Test
  void keepsTheFirstHeaderOfASegment() {
    for (int i = 0; i < 2 * CAPACITY; i++) {
      add(0);
    }
    JwsHeader first = find(0);
    add(0);
    assertThat(find(0)).isSameAs(first);
    for (int i = 1; i < CAPACITY; i++) {
      add(i);
    }
    assertThat(find(0)).isSameAs(first);
  }

  @Test
  void givesUpTheOldestWhenItIsFull() {
    int added = 0;
    for (; added < CAPACITY; added++) {
      add(added);
    }
    for (int oldest = 0; oldest < 2 * CAPACITY + 2; oldest++) {
      assertThat(find(oldest)).isNotNull();
      add(added++);
      assertThat(find(oldest)).isNull();
      assertThat(find(oldest + 1)).isNotNull();
      assertThat(find(added - 1)).isNotNull();
    }
  }
}
