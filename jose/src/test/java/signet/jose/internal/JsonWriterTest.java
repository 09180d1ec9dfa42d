package signet.jose.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriterTest {
  @Test
  void writesEveryKindOfValue() {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("text", CharBuffer.wrap("a"));
    object.put("true", true);
    object.put("null", null);
    object.put("array", Arrays.asList(1, null, List.of(), "x"));
    object.put("object", Map.of("a", Map.of()));
    object.put("numbers", List.of((byte) 1, (short) 2, 3, 4L, 1.5f, 2.5));
    object.put("exact", List.of(new BigInteger("9".repeat(40)), new BigDecimal("1E+400")));
    assertThat(JsonWriter.write(object))
        .isEqualTo(
            "{\"text\":\"a\",\"true\":true,\"null\":null,\"array\":[1,null,[],\"x\"],"
                + "\"object\":{\"a\":{}},\"numbers\":[1,2,3,4,1.5,2.5],\"exact\":["
                + "9".repeat(40)
                + ",1E+400]}");
  }

  @Test
  void escapesWhatJsonDoesNotAllow() {
    assertThat(JsonWriter.write(Map.of("\"\\", "\u0000\n\u001f \u007fé😀")))
        .isEqualTo("{\"\\\"\\\\\":\"\\u0000\\u000a\\u001f \u007fé😀\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "\ude00", "a\ud83d", "\ud83da", "a\ude00", "\ude00\ud83d"})
  void refusesHalfAPair(String text) {
    assertThatThrownBy(() -> JsonWriter.write(Map.of("a", text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("surrogate");
  }

  @Test
  void refusesWhatHasNoJsonForm() {
    for (Object value : List.of(Double.NaN, Double.POSITIVE_INFINITY, Float.NaN, new Object())) {
      assertThatThrownBy(() -> JsonWriter.write(Map.of("a", value)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no JSON form");
    }
  }

  @Test
  void nestsSixtyFourLevelsAtMost() {
    for (boolean arrays : new boolean[] {false, true}) {
      Object nested = 1;
      for (int depth = 0; depth < 62; depth++) {
        nested = arrays ? List.of(nested) : Map.of("a", nested);
      }
      Map<String, Object> deepest = Map.of("a", nested);
      Map<String, Object> tooDeep = Map.of("a", Map.of("a", nested));
      assertThat(JsonWriter.write(deepest)).contains("1");
      assertThatThrownBy(() -> JsonWriter.write(tooDeep))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("deeper than 64");
    }
  }
}
