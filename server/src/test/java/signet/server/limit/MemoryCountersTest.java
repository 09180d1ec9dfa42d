package signet.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

final class MemoryCountersTest extends FailureCountersContract {
  @Override
  protected FailureCounters open() {
    return new MemoryCounters(64, new SecureRandom(), clockMillis::get);
  }

  @Test
  void aFloodOfOtherKeysDoesNotClearACounter() {
    for (int i = 0; i < 4; i++) {
      waitOf(charge("a"));
    }
    for (int i = 0; i < 100_000; i++) {
      waitOf(charge("other " + i));
    }

    assertThat(waitOf(charge("a"))).isPositive();
  }
}
