package signet.testkit.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "[1,-2.5,3E+7]",
        "{\"a\":{\"b\":[true,false,null]}}",
        "\"\\\"\\\\\"",
        "{\"a\":\"é😀\"}"
      })
  void writesWhatItRead(String text) {
    assertThat(Json.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "01",
        "+1",
        "nul",
        "'a'",
        "\"\t\"",
        "\"\\x\"",
        "1 2",
        "{\"a\" 1}",
        "\"\\u12G4\"",
        "\"\\u12",
        "NaN"
      })
  void refusesWhatIsNoJson(String text) {
    assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsEscapes() {
    assertThat(Json.parse("\"\\u0041\\n\\/\\ud83d\\ude00\"").text()).isEqualTo("A\n/😀");
  }

  @Test
  void changesMembersWithoutTouchingTheOriginal() {
    Json object = Json.parse("{\"a\":1,\"b\":2}");
    assertThat(object.with("a", "x").without("b")).hasToString("{\"a\":\"x\"}");
    assertThat(object).hasToString("{\"a\":1,\"b\":2}");
  }
}
