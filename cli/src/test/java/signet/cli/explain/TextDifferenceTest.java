package signet.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextDifferenceTest {
  @ParameterizedTest
  @CsvSource({
    "https://a.example/, https://a.example, it has a slash at the end that is not expected",
    "https://a.example, https://a.example/, it lacks the slash at the end that is expected",
    "http://a.example, https://a.example, it has http where https is expected",
    "https://a.example, http://a.example, it has https where http is expected",
    "https://A.example/x, https://a.example/x, it differs in upper and lower case",
    "' orders', orders, it differs in spaces at its ends",
    "https://a.example:8443/x, https://a.example/y, 'same host, but another scheme, port or path'",
    "order, orders, 'it differs in a few characters, as a misspelling does'",
  })
  void namesSmallDifferences(String actual, String expected, String words) {
    assertThat(TextDifference.small(actual, expected)).contains(words);
  }

  @Test
  void isSilentWhereTheTextsAreSimplyOthers() {
    assertThat(TextDifference.small("https://a.example", "https://b.test")).isEmpty();
    assertThat(TextDifference.small("orders", "billing-and-more")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"https://staging.a.example, staging", "PROD-keys, prod", "a-test-2, test"})
  void findsTheEnvironmentInAName(String name, String environment) {
    assertThat(TextDifference.environment(name)).contains(environment);
  }

  @ParameterizedTest
  @CsvSource({"https://a.example", "contest", "testify"})
  void findsNoEnvironmentInsideAWord(String name) {
    assertThat(TextDifference.environment(name)).isEmpty();
  }

  @Test
  void marksWhereTheyPart() {
    assertThat(TextDifference.mark("abcd", "abXd")).isEqualTo("  ^");
    assertThat(TextDifference.mark("ab", "ab/")).isEqualTo("  ^");
  }
}
