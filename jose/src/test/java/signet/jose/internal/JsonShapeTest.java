package signet.jose.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which objects have the shape of another one. */
class JsonShapeTest {

  private static JsonObject object(String json) {
    JsonObject object = JsonObject.parse(json.getBytes(UTF_8), 8, 100);
    assertThat(object).as(json).isNotNull();
    return object;
  }

  private static void assertFits(String json, String of, boolean fits) {
    JsonShape shape = object(of).newShape();
    assertThat(shape).as(of).isNotNull();
    assertThat(object(json).fits(shape)).as("%s of %s", json, of).isEqualTo(fits);
  }

  @Test
  void sameNamesInTheSameOrderFit() {
    String of = "{\"iss\":1,\"audience\":2,\"a\":3}";
    assertFits(of, of, true);
    assertFits("{\"iss\":\"x\" , \"audience\":[1,{\"x\":2}],\"a\":{}}", of, true);
    assertFits("{\"iss\":1,\"audience\":2}", of, false);
    assertFits("{\"iss\":1,\"audience\":2,\"a\":3,\"b\":4}", of, false);
    assertFits("{\"audience\":2,\"iss\":1,\"a\":3}", of, false);
    assertFits("{\"iss\":1,\"audience\":2,\"b\":3}", of, false);
    assertFits("{\"iss\":1,\"audience\":2,\"ab\":3}", of, false);
    assertFits("{\"iss\" :1,\"audience\":2,\"a\":3}", of, false);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 11, 12, 13})
  void nameThatDiffersInOneCharacterDoesNotFit(int length) {
    String name = "abcdefghijklm".substring(0, length);
    for (String rest : new String[] {"\":1}", "\":12}", "\":123456789}"}) {
      String of = "{\"" + name + rest;
      assertFits(of, of, true);
      for (int i = 0; i < length; i++) {
        assertFits("{\"" + name.substring(0, i) + "X" + name.substring(i + 1) + rest, of, false);
      }
      assertFits("{\"" + name.substring(1) + rest + " ", of, false);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"abcdefghijklmn\":1}",
        "{\"a\" :12345}",
        "{\"\\u0061\":1}",
        "{\"a\":1}",
        "{\"é\":12345}"
      })
  void namesThatTwoNumbersCannotHoldHaveNoShape(String json) {
    @Nullable JsonShape shape = object(json).newShape();
    assertThat(shape).isNull();
  }

  @Test
  void eightBytesAreEnough() {
    assertFits("{\"a\":34}", "{\"a\":12}", true);
    assertFits("{\"b\":34}", "{\"a\":12}", false);
    JsonShape shape = object("{\"a\":12}").newShape();
    assertThat(shape).isNotNull();
    assertThat(object("{\"a\":1}").fits(shape)).isFalse();
  }
}
