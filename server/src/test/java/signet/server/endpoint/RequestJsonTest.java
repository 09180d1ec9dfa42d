package signet.server.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestJsonTest {
  @Test
  void readsStringsAndListsOfStrings() {
    RequestJson json =
        parse("{\"a\":\"x\\u00e9\",\"b\":[\"1\",\"2\"],\"c\":null,\"d\":{\"e\":[1,{}]}}");

    assertThat(json.required("a")).isEqualTo("xé");
    assertThat(json.strings("b")).containsExactly("1", "2");
    assertThat(json.strings("none")).isEmpty();
    assertThat(json.optional("none")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"a\"",
        "{",
        "{\"a\":\"x\"",
        "{\"a\":\"x\"}}",
        "{\"a\":\"x\"} {}",
        "{\"a\":\"x\"}x",
        "{\"a\":\"x\",}",
        "{'a':'x'}",
        "{a:\"x\"}",
        "{\"a\":\"x\",\"a\":\"y\"}",
        "{\"a\":\"x\",\"\\u0061\":\"y\"}",
        "{\"d\":{\"e\":1,\"e\":2}}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":1e}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\n\"}",
        "\uFEFF{}",
        "/* */{}",
        "{\"a\":[[[[[[[[[]]]]]]]]]}",
        "{\"a\":99999999999999999999999999999999999999999999999999999999999999999999}",
      })
  void rejectsWhatIsNotOneStrictObject(String body) {
    assertProblem(Problem.MALFORMED_JSON, body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void rejectsInvalidUtf8() {
    assertProblem(Problem.MALFORMED_JSON, new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"'});
    assertProblem(Problem.MALFORMED_JSON, "{\"a\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1));
    assertProblem(Problem.MALFORMED_JSON, "{\"a\":\"b\"}".getBytes(StandardCharsets.UTF_16));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "null", "{}", "[]", "\"\\ud800\"", "\"\\udc00\\ud800\""})
  void rejectsAValueThatIsNoString(String value) {
    RequestJson json = parse("{\"a\":" + value + "}");

    assertThatThrownBy(() -> json.required("a")).hasMessage("invalid-field");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"a\"", "[1]", "[\"a\",null]", "[[\"a\"]]", "[\"\\ud800\"]"})
  void rejectsAValueThatIsNoListOfStrings(String value) {
    RequestJson json = parse("{\"a\":" + value + "}");

    assertThatThrownBy(() -> json.strings("a")).hasMessage("invalid-field");
  }

  @Test
  void rejectsAMissingMember() {
    assertThatThrownBy(() -> parse("{}").required("a")).hasMessage("missing-field");
  }

  private static RequestJson parse(String body) {
    return RequestJson.parse(body.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertProblem(Problem problem, byte[] body) {
    assertThatThrownBy(() -> RequestJson.parse(body))
        .isInstanceOf(ProblemException.class)
        .hasMessage(problem.word());
  }
}
