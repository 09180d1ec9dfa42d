package signet.runtime.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DidYouMeanTest {
  private static final List<String> KNOWN = List.of("all-roles", "any-role", "policy", "path");

  @Test
  void aSlipIsNearWhatWasMeant() {
    assertThat(DidYouMean.nearest("polcy", KNOWN)).contains("policy");
    assertThat(DidYouMean.nearest("any-roles", KNOWN)).contains("any-role");
  }

  @Test
  void aWordLeadsToTheNameThatHasItForAPart() {
    assertThat(DidYouMean.nearest("role", KNOWN)).contains("any-role");
    assertThat(DidYouMean.nearest("roles", KNOWN)).contains("all-roles");
  }

  @Test
  void whatIsFarFromEverythingIsNoSlip() {
    assertThat(DidYouMean.nearest("ol", KNOWN)).isEmpty();
    assertThat(DidYouMean.nearest("certificate", KNOWN)).isEmpty();
  }
}
