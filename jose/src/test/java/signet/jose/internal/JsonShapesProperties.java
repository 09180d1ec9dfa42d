package signet.jose.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/** Objects read along an expected shape are read as they are without. */
class JsonShapesProperties {
  private static final int DEPTH = 3;
  private static final int MEMBERS = 6;

  // As short and as long as a shape can follow, longer, written in two ways, and beyond ASCII.
  private static final List<String> NAMES =
      List.of(
          "",
          "a",
          "b",
          "iss",
          "isx",
          "abcde",
          "abcdef",
          "client_id",
          "client_ie",
          "thirteen_char",
          "fourteen_chars",
          "\\u0061",
          "é",
          "e\\u0301");
  private static final List<String> VALUES =
      List.of(
          "1",
          "-0.5e3",
          "\"\"",
          "\"a longer text, without escapes\"",
          "\"\\\"\"",
          "true",
          "null",
          "[]",
          "[\"a\",2]",
          "{}",
          "{\"a\":1}",
          "{\"a\":1,\"a\":2}",
          "01",
          "12345678",
          "1234567x",
          "[[[1]]]");
  private static final List<String> GAPS = List.of("", "", "", "", " ", "\n");

  @Property
  void readsWhatIsReadWithoutAShape(@ForAll("documents") List<String> documents) {
    JsonShapes shapes = new JsonShapes();
    for (String document : documents) {
      byte[] json = document.getBytes(UTF_8);
      assertSame(shapes.parse(json, DEPTH, MEMBERS), JsonObject.parse(json, DEPTH, MEMBERS));
    }
  }

  @Provide
  Arbitrary<List<String>> documents() {
    // A few documents that come again and again, so that shapes are followed.
    return document()
        .list()
        .ofMinSize(1)
        .ofMaxSize(12)
        .flatMap(pool -> Arbitraries.of(pool).list().ofMinSize(1).ofMaxSize(40));
  }

  private static Arbitrary<String> document() {
    Arbitrary<String> gap = Arbitraries.of(GAPS);
    Arbitrary<String> member =
        Combinators.combine(Arbitraries.of(NAMES), gap, gap, Arbitraries.of(VALUES))
            .as((name, before, after, value) -> "\"" + name + "\"" + before + ":" + after + value);
    return member.list().ofMaxSize(8).map(members -> "{" + String.join(",", members) + "}");
  }

  @Example
  void followsAShapeSeenBefore() {
    JsonShapes shapes = new JsonShapes();
    shapes.parse("{\"iss\":\"x\",\"exp\":12345678901}".getBytes(UTF_8), DEPTH, MEMBERS);

    JsonObject next = shapes.parse("{\"iss\":\"yy\",\"exp\":7}".getBytes(UTF_8), DEPTH, MEMBERS);

    assertThat(next).isNotNull();
    assertThat(next.shape()).isNotNull();
    assertThat(next.string("iss")).isEqualTo("yy");
    assertThat(next.integerAt(next.find("exp"))).isEqualTo(7);
  }

  @Example
  void findsANameThatStandsTwiceBehindTheShape() {
    JsonShapes shapes = new JsonShapes();
    shapes.parse("{\"iss\":1,\"exp\":2}".getBytes(UTF_8), DEPTH, MEMBERS);

    assertThat(shapes.parse("{\"iss\":1,\"exp\":2,\"iss\":3}".getBytes(UTF_8), DEPTH, MEMBERS))
        .isNull();
  }

  @Example
  void goesOnReadingWhenItCanLearnNoMoreShapes() {
    JsonShapes shapes = new JsonShapes();
    for (int i = 0; i < 100; i++) {
      JsonObject object =
          shapes.parse(("{\"n" + i + "\":" + i + "}").getBytes(UTF_8), DEPTH, MEMBERS);
      assertThat(object).isNotNull();
      assertThat(object.integerAt(object.find("n" + i))).isEqualTo(i);
    }
  }

  private static void assertSame(@Nullable JsonObject actual, @Nullable JsonObject expected) {
    if (expected == null) {
      assertThat(actual).isNull();
      return;
    }
    assertThat(actual).isNotNull();
    assertThat(actual.toMap()).isEqualTo(expected.toMap());
    assertThat(places(actual)).isEqualTo(places(expected));
  }

  private static List<Integer> places(JsonObject object) {
    return NAMES.stream().map(object::find).collect(Collectors.toList());
  }
}
