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
    assertThat(DidYouMean.setting("role", KNOWN)).contains("any-role");
    assertThat(DidYouMean.setting("roles", KNOWN)).contains("all-roles");
    // Of other names it is no slip: an audience may well be a part of another.
    assertThat(DidYouMean.nearest("role", KNOWN)).isEmpty();
  }

  @Test
  void whatIsFarFromEverythingIsNoSlip() {
    assertThat(DidYouMean.setting("ol", KNOWN)).isEmpty();
    assertThat(DidYouMean.setting("certificate", KNOWN)).isEmpty();
  }
}
