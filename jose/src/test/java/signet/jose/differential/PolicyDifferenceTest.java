package signet.jose.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyDifferenceTest {

  @ParameterizedTest
  @EnumSource
  void speaksOnlyOfChangesThatAreGenerated(PolicyDifference difference) {
    List<String> generated =
        Stream.of(
                ClaimChanges.all().stream().map(TokenCase.Change::name),
                HeaderChanges.all().stream().map(TokenCase.Change::name),
                Harms.all().stream().map(TokenCase.Harm::name))
            .flatMap(names -> names)
            .toList();
    assertThat(generated).containsAll(difference.changes());
    assertThat(difference.why()).isNotBlank();
  }
}
