package signet.jose.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import signet.jose.internal.Base64Url;
import signet.jose.internal.JsonObject;
import signet.jose.internal.JsonWriter;
import signet.testkit.json.Json;

/** The strict JSON reader beside a plain one, and base64url beside its own encoding. */
class JsonFuzzTest {
  private static final Pattern NUMBER_TOO_LARGE = Pattern.compile("E[+-]?[0-9]{4}|[0-9.E+-]{129}");

  @FuzzTest(maxDuration = "10s")
  @DictionaryEntries({
    "{\"\":",
    "\\u0000",
    "\\ud83d\\ude00",
    "\\udc00",
    "1e99",
    "-0.5",
    "null",
    "[[",
    "]}",
    "//",
    "\ufeff"
  })
  void json(FuzzedDataProvider data) {
    byte[] text = data.consumeRemainingAsBytes();
    JsonObject object = JsonObject.parse(text, 16, 100);
    if (object == null) {
      return;
    }
    // What the strict reader takes is JSON to everybody, and is UTF-8.
    String string = new String(text, StandardCharsets.UTF_8);
    assertThat(string.getBytes(StandardCharsets.UTF_8)).isEqualTo(text);
    Json oracle = Json.parse(string);
    assertThat(object.toMap().keySet()).isEqualTo(oracle.members().keySet());
    // What it read, it can write and read again, but for what grows over a limit in writing: 10e999
    // gets an exponent of four digits, 128 characters get a point, and an escape can become longer.
    String written = JsonWriter.write(object.toMap());
    if (written.length() < 1000 && !NUMBER_TOO_LARGE.matcher(written).find()) {
      JsonObject again = JsonObject.parse(written.getBytes(StandardCharsets.UTF_8), 16, 100);
      assertThat(again).isNotNull();
      assertThat(JsonWriter.write(again.toMap())).isEqualTo(written);
    }
  }

  @FuzzTest(maxDuration = "10s")
  void base64url(FuzzedDataProvider data) {
    String text = data.consumeRemainingAsString();
    byte[] bytes = Base64Url.decode(text);
    if (bytes != null) {
      assertThat(Base64Url.encode(bytes)).isEqualTo(text);
      assertThat(Arrays.equals(java.util.Base64.getUrlDecoder().decode(text), bytes)).isTrue();
    }
  }
}
