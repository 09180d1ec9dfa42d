package signet.jose.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import signet.testkit.json.Json;
import signet.testkit.vectors.Vectors;

/**
 * JSONTestSuite against the strict reader: every {@code y_} text is read, every {@code n_} text is
 * refused. The reader takes objects only, so each text is given both as it stands, where it is an
 * object, and as the value of a member.
 */
class JsonTestSuiteTest {
  private static final int DEPTH = 64;
  private static final int MEMBERS = 100;

  @TestFactory
  Stream<DynamicTest> suite() {
    Vectors vectors = Vectors.orSkip(Assumptions::abort);
    return vectors.json("JSONTestSuite/manifest.json").items().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.text("file"),
                    () -> {
                      String file = "JSONTestSuite/test_parsing/" + entry.text("file");
                      check(entry, vectors.bytes(file));
                    }));
  }

  private static void check(Json entry, byte[] text) {
    // Two y_ files repeat a name, which RFC 8259 leaves open and JOSE forbids.
    boolean wanted = entry.text("expect").equals("accept") && !entry.has("jose_profile");
    boolean isObject = wanted && !entry.has("jose_header");
    assertThat(JsonObject.parse(text, DEPTH, MEMBERS) != null)
        .as("as it stands")
        .isEqualTo(isObject);
    if (text.length < 10_000 && !isTwoMembersWhenWrapped(text)) {
      assertThat(JsonObject.parse(wrapped(text), DEPTH, MEMBERS) != null)
          .as("as a member")
          .isEqualTo(wanted);
    }
    if (isObject) {
      JsonObject object = JsonObject.parse(text, DEPTH, MEMBERS);
      Json oracle = Json.parse(text);
      assertThat(object.size()).isEqualTo(oracle.members().size());
      for (int i = 0; i < object.size(); i++) {
        assertThat(oracle.members()).containsKey(object.name(i));
      }
    }
  }

  private static byte[] wrapped(byte[] text) {
    byte[] head = "{\"a\":".getBytes(StandardCharsets.US_ASCII);
    byte[] wrapped = new byte[head.length + text.length + 1];
    System.arraycopy(head, 0, wrapped, 0, head.length);
    System.arraycopy(text, 0, wrapped, head.length, text.length);
    wrapped[wrapped.length - 1] = '}';
    return wrapped;
  }

  /** Such as {@code 1}}: broken alone, whole inside an object. */
  private static boolean isTwoMembersWhenWrapped(byte[] text) {
    try {
      Json.parse(wrapped(text));
      return JsonTestSuiteTest.isBroken(text);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isBroken(byte[] text) {
    try {
      Json.parse(text);
      return false;
    } catch (IllegalArgumentException e) {
      return true;
    }
  }
}
