package signet.jose.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import signet.jose.differential.TokenCase.Change;
import signet.jose.differential.TokenCase.Harm;
import signet.testkit.forge.ForgeKey;

class TokenCaseTest {
  /**
   * The properties draw few of these at a time, so a change that breaks another would show late.
   */
  @Test
  void everyChangeGoesWithEveryOther() {
    ForgeKey key = ForgeKey.generate("HS256");
    List<Change> claims = with(ClaimChanges.none(), ClaimChanges.all());
    List<Change> headers = with(HeaderChanges.none(), HeaderChanges.all());
    List<Harm> harms = with(Harms.none(), Harms.all());
    long seed = 0;
    for (Change claim : claims) {
      for (Change header : headers) {
        for (Harm harm : harms) {
          assertThat(new TokenCase(claim, header, harm, seed++).token(key)).isNotNull();
        }
      }
    }
  }

  private static <T> List<T> with(T none, List<T> some) {
    return Stream.concat(Stream.of(none), some.stream()).toList();
  }
}
