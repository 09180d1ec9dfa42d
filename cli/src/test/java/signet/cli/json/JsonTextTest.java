package signet.cli.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonTextTest {
  @Test
  void writesOneLineInOrder() {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("valid", false);
    object.put("n", 3);
    object.put("list", List.of("a", "b\"\\"));
    object.put("raw", new JsonText.Raw("{\"x\":[1]}"));
    assertThat(JsonText.line(object))
        .isEqualTo("{\"valid\":false,\"n\":3,\"list\":[\"a\",\"b\\\"\\\\\"],\"raw\":{\"x\":[1]}}");
  }

  @Test
  void escapesWhatATerminalCouldObey() {
    // Escape, C1 control sequence introducer, right-to-left override, zero-width space, separators.
    String hostile = "\u001b[2J\u009b1m\u202e\u200b\u2028\u007f\n";
    String escaped = "\\u001b[2J\\u009b1m\\u202e\\u200b\\u2028\\u007f\\u000a";
    assertThat(JsonText.printable(hostile)).isEqualTo(escaped);
    assertThat(JsonText.line(Map.of("a", hostile))).isEqualTo("{\"a\":\"" + escaped + "\"}");
    assertThat(JsonText.line(Map.of("a", new JsonText.Raw("\"\u202e\""))))
        .isEqualTo("{\"a\":\"\\u202e\"}");
    assertThat(JsonText.indented("\"\u202e\"")).isEqualTo("\"\\u202e\"");
  }

  @Test
  void indentsWithoutChangingAnything() {
    assertThat(
            JsonText.indented("{\"a\":{} ,\"b\":[ ],\"c\":[1.50,{\"d\":\"{,:}\\\"\"}],\"a\":null}"))
        .isEqualTo(
            """
            {
              "a": {},
              "b": [],
              "c": [
                1.50,
                {
                  "d": "{,:}\\""
                }
              ],
              "a": null
            }""");
  }
}
