package signet.jose.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a reader finds in an object that has been checked. */
class JsonObjectTest {
  private static @Nullable JsonObject tryParse(String json) {
    return JsonObject.parse(json.getBytes(UTF_8), 8, 100);
  }

  private static JsonObject parse(String json) {
    JsonObject object = tryParse(json);
    assertThat(object).as(json).isNotNull();
    return object;
  }

  @Test
  void tellsTheKindOfEachMember() {
    JsonObject object =
        parse("{\"s\":\"x\",\"n\":-1,\"t\":true,\"f\":false,\"z\":null,\"a\":[],\"o\":{}}");
    JsonObject.Kind[] kinds = {
      JsonObject.Kind.STRING,
      JsonObject.Kind.NUMBER,
      JsonObject.Kind.BOOLEAN,
      JsonObject.Kind.BOOLEAN,
      JsonObject.Kind.NULL,
      JsonObject.Kind.ARRAY,
      JsonObject.Kind.OBJECT
    };
    assertThat(object.size()).isEqualTo(kinds.length);
    for (int i = 0; i < kinds.length; i++) {
      assertThat(object.kind(i)).isEqualTo(kinds[i]);
      assertThat(object.isString(i)).isEqualTo(i == 0);
      assertThat(object.name(i)).isEqualTo("sntfzao".substring(i, i + 1));
    }
    assertThat(object.string("s")).isEqualTo("x");
    assertThat(object.string("n")).isNull();
    assertThat(object.string("absent")).isNull();
  }

  @Test
  void readsValuesOfEveryKind() {
    String json =
        "{ \"s\":\"\\u0041\\n\",\"n\":-12,\"d\":1.50,\"e\":1e2,\"l\":12345678901234567890,"
            + "\"b\":[true,false,null],\"o\":{\"x\":{\"y\":[{}]}} }";
    Map<String, @Nullable Object> expected = new LinkedHashMap<>();
    expected.put("s", "A\n");
    expected.put("n", -12L);
    expected.put("d", new BigDecimal("1.50"));
    expected.put("e", new BigDecimal("1e2"));
    expected.put("l", new BigDecimal("12345678901234567890"));
    expected.put("b", Arrays.asList(true, false, null));
    expected.put("o", Map.of("x", Map.of("y", List.of(Map.of()))));
    JsonObject object = parse(json);
    assertThat(object.toMap()).containsExactlyEntriesOf(expected);
    assertThat(object.toJson()).isEqualTo(json);
    assertThat(object.byteLength()).isEqualTo(json.length());
    assertThat(object.rawAt(2)).isEqualTo("1.50");
    assertThat(object.rawAt(6)).isEqualTo("{\"x\":{\"y\":[{}]}}");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "9, 9",
    "-7, -7",
    "1234567, 1234567",
    "12345678, 12345678",
    "-12345678, -12345678",
    "123456789, 123456789",
    "90817263, 90817263",
    "999999999999999999, 999999999999999999",
    "-999999999999999999, -999999999999999999",
    "1000000000000000000, -9223372036854775808",
    "1.5, -9223372036854775808",
    "1e9, -9223372036854775808",
    "1234567.5, -9223372036854775808",
    "12345678.5, -9223372036854775808",
    "12345678e1, -9223372036854775808",
    "123456e1, -9223372036854775808",
    "true, -9223372036854775808",
    "\"1\", -9223372036854775808"
  })
  void integersHaveEighteenDigitsAtMost(String written, long value) {
    assertThat(parse("{\"a\":" + written + "}").integerAt(0)).isEqualTo(value);
    assertThat(parse("{\"a\":" + written + " ,\"b\":\"some more text\"}").integerAt(0))
        .isEqualTo(value);
  }

  @Test
  void integersOfEveryLengthAreReadRight() {
    Random random = new Random(5);
    for (int i = 0; i < 2000; i++) {
      long value = random.nextLong() % (long) Math.pow(10, 1 + random.nextInt(18));
      assertThat(parse("{\"a\":" + value + ",\"b\":12345678}").integerAt(0)).isEqualTo(value);
    }
  }

  @Test
  void textsAreComparedWithAndWithoutEscapes() {
    for (int at = 0; at < 20; at++) {
      String text = "x".repeat(at) + "y" + "x".repeat(20 - at);
      JsonName expected = JsonName.of(text);
      String plain = "{\"a\":\"" + text + "\",\"b\":[\"" + text + "\"]}";
      String escaped = plain.replace("y", "\\u0079");
      for (String json : List.of(plain, escaped)) {
        JsonObject object = parse(json);
        assertThat(object.stringEquals(0, expected)).isTrue();
        assertThat(object.stringEquals(0, JsonName.of(text + "x"))).isFalse();
        assertThat(object.stringEquals(0, JsonName.of("x".repeat(21)))).isFalse();
        assertThat(object.arrayContains(1, expected)).isTrue();
        assertThat(object.arrayContains(1, JsonName.of("x".repeat(21)))).isFalse();
        assertThat(object.stringHash(0)).isEqualTo(TextHash.of(text));
        assertThat(object.stringAt(0)).isEqualTo(text);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "[]                        | ''",
        "[ ]                       | ''",
        "['']                      | ;",
        "['a']                     | a;",
        "[ 'a' , 'b' ]             | a;b;",
        "['a,b',']','[','{}']      | a,b;];[;{};",
        "['a\\\\','b\\'c',' d ']   | a\\;b\"c; d ;",
        "['a',\t'b' ,  'c']        | a;b;c;"
      })
  void arraysOfTextsAreTakenApart(String array, String texts) {
    JsonObject object = parse("{\"a\":" + array.replace('\'', '"') + "}");
    assertThat(object.isStringArray(0)).isTrue();
    assertThat(object.isEmptyArray(0)).isEqualTo(texts.isEmpty());
    StringBuilder joined = new StringBuilder();
    object.stringsAt(0).forEach(text -> joined.append(text).append(';'));
    assertThat(joined).hasToString(texts);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[1]", "[\"a\",null]", "[[\"a\"]]", "{}", "\"a\"", "1", "[{\"a\":\"b\"}]"})
  void otherValuesAreNoArraysOfTexts(String value) {
    assertThat(parse("{\"a\":" + value + "}").isStringArray(0)).isFalse();
  }

  @Test
  void elementsOfEveryKindAreTakenApart() {
    JsonObject object =
        parse("{\"a\":[1,[2,[3]],{\"x\":[4,\"]\"],\"y\":\"}\"} ,-5.5 , \"\\\"\",true, null]}");
    List<@Nullable Object> expected = new ArrayList<>();
    expected.add(1L);
    expected.add(List.of(2L, List.of(3L)));
    expected.add(Map.of("x", List.of(4L, "]"), "y", "}"));
    expected.add(new BigDecimal("-5.5"));
    expected.add("\"");
    expected.add(true);
    expected.add(null);
    assertThat(object.valueAt(0)).isEqualTo(expected);
  }

  @Test
  void objectsOfAnArrayAreReadWithinLimitsOfTheirOwn() {
    JsonObject object = parse("{\"a\":[{\"x\":1}, {\"y\":{}}],\"b\":[{},7],\"c\":[]}");
    assertThat(object.objectsAt(0, 2, 1))
        .extracting(JsonObject::toJson)
        .containsExactly("{\"x\":1}", "{\"y\":{}}");
    assertThat(object.objectsAt(0, 1, 1)).isNull();
    assertThat(object.objectsAt(1, 2, 1)).isNull();
    assertThat(object.objectsAt(2, 2, 1)).isEmpty();
  }

  @Test
  void namesThatDifferLittleAreDifferent() {
    // Alike in length, first and last byte; and of seven, eight, nine and more bytes.
    List<String> names =
        List.of(
            "",
            "a",
            "b",
            "axc",
            "ayc",
            "abcdefg",
            "abcdefh",
            "abcdefgh",
            "abcdefgi",
            "abcdefghi",
            "abcdefghj",
            "abcdefghijklmnop",
            "abcdefghijklmnoq",
            "abcdefghijklxnop",
            "\u00e9");
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < names.size(); i++) {
      json.append('"').append(names.get(i)).append("\":").append(i).append(',');
    }
    for (String last : List.of("\"z\":15}", "\"zzzzzzzz\":{\"some\":\"more text\"}}")) {
      JsonObject object = parse(json + last);
      for (int i = 0; i < names.size(); i++) {
        assertThat(object.find(names.get(i))).as(names.get(i)).isEqualTo(i);
      }
      for (String absent : List.of("c", "azc", "abcdefgj", "abcdefghijklmnor", "xbcdefgh")) {
        assertThat(object.find(absent)).as(absent).isEqualTo(-1);
      }
    }
  }

  @Test
  void namesAreFoundWhereverTheyStand() {
    JsonName name = JsonName.of("name");
    String[] documents = {
      "{\"name\":1}",
      "{\"x\":0,\"name\":1}",
      "{\"x\":0,\"y\":0,\"name\":1}",
      "{\"nama\":0,\"name\":1,\"y\":0}",
      "{}",
      "{\"\\u006eame\":1}",
      "{\"x\":0,\"y\":0,\"z\":0,\"\\u0061\":0,\"name\":1}"
    };
    int[] places = {0, 1, 2, 1, -1, 0, 4};
    for (int first = 0; first < documents.length; first++) {
      JsonName fresh = JsonName.of("name");
      assertThat(parse(documents[first]).find(fresh)).isEqualTo(places[first]);
      for (int i = 0; i < documents.length; i++) {
        assertThat(parse(documents[i]).find(fresh)).isEqualTo(places[i]);
        assertThat(parse(documents[i]).find(name)).isEqualTo(places[i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"b\":1,\"a\":2}",
        "{\"\":1,\"\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"\\u0061\":1,\"a\":2}",
        "{\"\\u0061\":1,\"\\u0061\":2}",
        "{\"\\u0061\":1,\"b\":1,\"b\":2}",
        "{\"b\":1,\"\\u0061\":1,\"b\":2}",
        "{\"é\":1,\"e\u0301\":2}",
        "{\"e\u0301\":1,\"\\u00e9\":2}",
        "{\"x\":{\"a\":1,\"a\":2}}",
        "{\"x\":[{\"a\":1,\"\\u0061\":2}]}"
      })
  void nameStandsOnceInItsObject(String json) {
    assertThat(tryParse(json)).isNull();
  }

  @Test
  void namesBeforeAndAfterAnEscapedOneAreFound() {
    JsonObject object = parse("{\"a\":0,\"\\u0062\":1,\"c\":2,\"e\u0301\":3,\"d\":4}");
    String[] names = {"a", "b", "c", "é", "d"};
    for (int i = 0; i < names.length; i++) {
      assertThat(object.find(names[i])).isEqualTo(i);
    }
    assertThat(object.find("e")).isEqualTo(-1);
    assertThat(object.name(1)).isEqualTo("b");
  }

  @Test
  void holdsMoreMembersThanItExpects() {
    StringBuilder json = new StringBuilder("{\"first\":0");
    for (int i = 1; i < 90; i++) {
      json.append(",\"n").append(i).append("\":").append(i);
    }
    JsonObject object = parse(json.append('}').toString());
    assertThat(object.size()).isEqualTo(90);
    for (int i = 1; i < 90; i++) {
      assertThat(object.find("n" + i)).isEqualTo(i);
      assertThat(object.integerAt(i)).isEqualTo(i);
    }
    assertThat(tryParse(json.insert(json.length() - 1, ",\"n7\":1").toString())).isNull();
  }

  @ParameterizedTest
  @CsvSource({"a, A", "1, Q", "abc, aBc", "abcdefghi, abcdXfghi", "abcdefghijkl, abcdefghijXl"})
  void namesThatAreMarkedAlikeAreToldApart(String name, String other) {
    // What is near the end is compared in another way.
    for (String tail : new String[] {":1}", ":12345678}", ":1,\"z\":12345678}"}) {
      JsonObject object = parse("{\"" + other + '"' + tail);
      assertThat(object.find(name)).as("%s in %s", name, object.toJson()).isEqualTo(-1);
      assertThat(object.find(other)).isZero();
    }
  }
}
