package signet.jose.jws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenLimitsTest {
  @Test
  void areAtLeastOne() {
    assertThat(new TokenLimits(1, 1, 1).maxTokenBytes()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0,1,1", "1,0,1", "1,1,0", "-1,-1,-1"})
  void refuseWhatNothingCouldMeet(int bytes, int depth, int members) {
    assertThatThrownBy(() -> new TokenLimits(bytes, depth, members))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
