package signet.jose.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the strict reader takes and refuses, to the last byte. */
class JsonScannerTest {
  private static final int DEPTH = 8;
  private static final int MEMBERS = 20;

  private static @Nullable JsonObject parse(String json) {
    return JsonObject.parse(json.getBytes(UTF_8), DEPTH, MEMBERS);
  }

  private static void assertRead(String json, boolean read) {
    assertThat(parse(json) != null).as(json).isEqualTo(read);
    // The same along the shape of an earlier object that begins alike.
    JsonShapes shapes = new JsonShapes();
    shapes.parse("{\"a\":1,\"b\":2}".getBytes(UTF_8), DEPTH, MEMBERS);
    assertThat(shapes.parse(json.getBytes(UTF_8), DEPTH, MEMBERS) != null)
        .as("along a shape: %s", json)
        .isEqualTo(read);
  }

  /** As a member alone, before another one, and in an array. */
  private static void assertValue(String value, boolean read) {
    assertRead("{\"a\":" + value + "}", read);
    assertRead("{\"a\":" + value + ",\"b\":1}", read);
    assertRead("{\"a\":[" + value + "]}", read);
    assertRead("{\"a\":[0," + value + " ,0]}", read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"text\\n\\u00e9é\",\"b\":[1,-2.5e+3,[],{\"c\":true}],\"longer name\":null}",
        "{ \"a\" : 12345678 , \"b\" : false }",
        "{\"a\":\"\\ud83d\\ude00 and some more\",\"b\":{\"x\":{}}}",
        "{}"
      })
  void everyBeginningOfADocumentIsRefused(String json) {
    assertRead(json, true);
    byte[] whole = json.getBytes(UTF_8);
    for (int length = 0; length < whole.length; length++) {
      byte[] beginning = Arrays.copyOf(whole, length);
      assertThat(JsonObject.parse(beginning, DEPTH, MEMBERS)).as("%s bytes", length).isNull();
      JsonShapes shapes = new JsonShapes();
      shapes.parse(whole, DEPTH, MEMBERS);
      assertThat(shapes.parse(beginning, DEPTH, MEMBERS)).as("%s bytes", length).isNull();
    }
    assertRead(json + " \t\r\n", true);
    assertRead(" \t\r\n" + json, true);
    for (String other : new String[] {"x", "}", "{}", ",", "\u0000", "\u000b", "\u001f"}) {
      assertRead(json + other, false);
      assertRead(other + json, false);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, true",
    "-0, true",
    "7, true",
    "9, true",
    "1234567, true",
    "12345678, true",
    "123456789, true",
    "99999999999999999, true",
    "0.0, true",
    "1.25, true",
    "1e5, true",
    "1E5, true",
    "1e+5, true",
    "1e-5, true",
    "1.5e999, true",
    "12345678.12345678e123, true",
    "00, false",
    "01, false",
    "-01, false",
    "-, false",
    "--1, false",
    "+1, false",
    "/, false",
    ":, false",
    ".5, false",
    "1., false",
    "1.e5, false",
    "1e, false",
    "1e+, false",
    "1e-, false",
    "1e+-5, false",
    "1e1000, false",
    "1234567:, false",
    "1234567/, false",
    "0x10, false",
    "1f5, false",
    "Infinity, false",
    "NaN, false"
  })
  void numbersAreThoseOfRfc8259(String number, boolean read) {
    assertValue(number, read);
  }

  @Test
  void numbersHave128CharactersAtMost() {
    assertValue("1".repeat(128), true);
    assertValue("1".repeat(129), false);
    assertValue("-0." + "5".repeat(125), true);
    assertValue("-0." + "5".repeat(126), false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tru",
        "trux",
        "truee",
        "True",
        "t",
        "fals",
        "falsy",
        "nul",
        "nulL",
        "n",
        "x",
        "'a'",
        "{",
        "[",
        "]",
        "\"",
        "\"\\\"",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{\"x\"}",
        "{\"x\":}",
        "{\"x\":1,}",
        "{,}",
        "{x:1}",
        "{\"x\" 1}",
        "{\"x\"::1}",
        "{\"x\":1 \"y\":2}",
        "[1}",
        "{\"x\":1]"
      })
  void brokenValuesAreRefused(String value) {
    assertValue(value, false);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "false",
        "null",
        "\"\"",
        "[]",
        "[ ]",
        "{}",
        "{ }",
        "[[],[]]",
        "{\"x\":[{}]}",
        "[ 1 , 2 ]",
        "{ \"x\" : 1 , \"y\" : 2 }"
      })
  void wholeValuesAreRead(String value) {
    assertValue(value, true);
  }

  @Test
  void specialCharactersAreFoundWhereverTheyStand() {
    for (int at = 0; at < 24; at++) {
      for (int c = 0; c < 0x80; c++) {
        StringBuilder text = new StringBuilder("x".repeat(24));
        text.setCharAt(at, (char) c);
        boolean plain = c >= 0x20 && c != '"' && c != '\\';
        // A backslash before x is no escape, and a quote ends the text too early.
        assertThat(parse("{\"a\":\"" + text + "\"}") != null)
            .as("character %s at %s", c, at)
            .isEqualTo(plain);
        assertThat(parse("{\"" + text + "\":1}") != null).isEqualTo(plain);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "7f, true",
    "80, false",
    "bf, false",
    "c1bf, false",
    "c280, true",
    "dfbf, true",
    "c27f, false",
    "c2c0, false",
    "c2, false",
    "e09fbf, false",
    "e0a080, true",
    "e18080, true",
    "e1807f, false",
    "e180c0, false",
    "e180, false",
    "ed9fbf, true",
    "eda080, false",
    "ee8080, true",
    "efbfbf, true",
    "f08fbfbf, false",
    "f0908080, true",
    "f1808080, true",
    "f180807f, false",
    "f18080, false",
    "f48fbfbf, true",
    "f4908080, false",
    "f5808080, false",
    "ff, false"
  })
  void textIsShortestUtf8WithoutSurrogates(String hex, boolean read) {
    byte[] sequence = HexFormat.of().parseHex(hex);
    for (int before = 0; before < 10; before++) {
      byte[] head = ("{\"a\":\"" + "x".repeat(before)).getBytes(US_ASCII);
      byte[] tail = "\"}".getBytes(US_ASCII);
      byte[] json = Arrays.copyOf(head, head.length + sequence.length + tail.length);
      System.arraycopy(sequence, 0, json, head.length, sequence.length);
      System.arraycopy(tail, 0, json, head.length + sequence.length, tail.length);
      assertThat(JsonObject.parse(json, DEPTH, MEMBERS) != null).isEqualTo(read);
      byte[] atTheEnd = Arrays.copyOf(json, head.length + sequence.length);
      assertThat(JsonObject.parse(atTheEnd, DEPTH, MEMBERS)).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      value = {
        "\\\", true",
        "\\\\, true",
        "\\/, true",
        "\\b\\f\\n\\r\\t, true",
        "\\u0000, true",
        "\\u09aF, true",
        "\\uD7ff, true",
        "\\uE000, true",
        "\\ud800\\udc00, true",
        "\\udbff\\udfff, true",
        "\\a, false",
        "\\x, false",
        "\\U0000, false",
        "\\u, false",
        "\\u000, false",
        "\\u00g0, false",
        "\\u/000, false",
        "\\u:000, false",
        "\\u00é, false",
        "\\ud800, false",
        "\\ud800x, false",
        "\\ud800\\n, false",
        "\\ud800\\ud800, false",
        "\\ud800\\ue000, false",
        "\\ud800\\udc0, false",
        "\\ud800\\\\dc00, false",
        "\\ud800/udc00, false",
        "\\udc00, false",
        "\\udc00\\ud800, false"
      })
  void escapesAreThoseOfJsonAndSurrogatesStandInPairs(String escape, boolean read) {
    assertValue("\"" + escape + "\"", read);
    assertValue("\"before " + escape + " and after\"", read);
    assertRead("{\"" + escape + "\":1}", read);
  }

  @Test
  void nestingHasALimit() {
    assertRead("{\"a\":" + "[".repeat(7) + "]".repeat(7) + "}", true);
    assertRead("{\"a\":" + "[".repeat(8) + "]".repeat(8) + "}", false);
    assertRead("{\"a\":".repeat(8) + "1" + "}".repeat(8), true);
    assertRead("{\"a\":".repeat(9) + "1" + "}".repeat(9), false);
    assertThat(JsonObject.parse("{}".getBytes(UTF_8), 0, MEMBERS)).isNull();
  }

  @Test
  void everyObjectHasALimitOfItsOwn() {
    assertRead(members(MEMBERS), true);
    assertRead(members(MEMBERS + 1), false);
    assertRead("{\"a\":" + members(MEMBERS) + ",\"b\":" + members(MEMBERS) + "}", true);
    assertRead("{\"a\":" + members(MEMBERS + 1) + "}", false);
    JsonShapes shapes = new JsonShapes();
    shapes.parse("{\"a\":1,\"b\":2}".getBytes(UTF_8), DEPTH, 2);
    assertThat(shapes.parse("{\"a\":1,\"b\":2}".getBytes(UTF_8), DEPTH, 1)).isNull();
    // A shape of as many members as are allowed is still followed.
    JsonObject followed = shapes.parse("{\"a\":1,\"b\":2}".getBytes(UTF_8), DEPTH, 2);
    assertThat(followed).isNotNull().extracting(JsonObject::shape).isNotNull();
  }

  @Test
  void noNameStandsTwiceWhicheverItIs() {
    String json = members(MEMBERS - 1);
    String open = json.substring(0, json.length() - 1);
    assertRead(open + ",\"other\":1}", true);
    for (int i = 0; i < MEMBERS - 1; i++) {
      String name = i == 0 ? "a" : "n" + i;
      assertRead(open + ",\"" + name + "\":1}", false);
      String escaped = String.format("\\u%04x%s", (int) name.charAt(0), name.substring(1));
      assertRead(open + ",\"" + escaped + "\":1}", false);
      assertRead("{\"" + escaped + "\":1," + json.substring(1), false);
    }
  }

  private static String members(int count) {
    StringBuilder json = new StringBuilder("{\"a\":0");
    for (int i = 1; i < count; i++) {
      json.append(",\"n").append(i).append("\":").append(i);
    }
    return json.append('}').toString();
  }

  @Test
  void namesHave4095BytesAtMost() {
    assertRead("{\"" + "n".repeat(4095) + "\":1}", true);
    assertRead("{\"" + "n".repeat(4096) + "\":1}", false);
    // Written with an escape, the quotes count.
    assertRead("{\"\\n" + "n".repeat(4091) + "\":1}", true);
    assertRead("{\"\\n" + "n".repeat(4092) + "\":1}", false);
  }

  @Test
  void documentHasOneMebibyteAtMost() {
    String exact = "{\"a\":1}" + " ".repeat((1 << 20) - 7);
    assertRead(exact, true);
    assertRead(exact + " ", false);
  }
}
