package signet.jose.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtClaimsTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00.999Z");

  @Test
  void builderWritesWhatItIsTold() {
    JwtClaims claims =
        JwtClaims.builder()
            .issuer("i")
            .subject("s")
            .audience("a")
            .expiresAt(TIME)
            .notBefore(TIME.plusSeconds(1))
            .issuedAt(TIME.plusSeconds(2))
            .jwtId("j")
            .claim("roles", List.of("r"))
            .build();
    assertThat(claims.toJson())
        .isEqualTo(
            "{\"iss\":\"i\",\"sub\":\"s\",\"aud\":\"a\",\"exp\":1767225600,\"nbf\":1767225601,"
                + "\"iat\":1767225602,\"jti\":\"j\",\"roles\":[\"r\"]}");
    assertThat(claims).hasToString("JwtClaims[iss, sub, aud, exp, nbf, iat, jti, roles]");
  }

  @Test
  void severalAudiencesAreAnArray() {
    JwtClaims claims = JwtClaims.builder().audience("a", "b").build();
    assertThat(claims.toJson()).isEqualTo("{\"aud\":[\"a\",\"b\"]}");
    assertThat(claims.audience()).containsExactly("a", "b");
    assertThat(JwtClaims.builder().audience("a").build().audience()).containsExactly("a");
    assertThatThrownBy(() -> JwtClaims.builder().audience())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"a\":1,\"a\":2}", "{}x", "{\"a\":[[[[[[[[1]]]]]]]]}"})
  void refusesWhatIsNoStrictObject(String json) {
    assertThatThrownBy(() -> JwtClaims.parse(json)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takesAHundredMembersOfEightLevels() {
    assertThat(JwtClaims.parse(members(100)).toMap()).hasSize(100);
    assertThatThrownBy(() -> JwtClaims.parse(members(101)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(JwtClaims.parse("{\"a\":[[[[[[[1]]]]]]]}").value("a")).isPresent();
  }

  private static String members(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"n" + i + "\":" + i)
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Test
  void readsEachTypeAsWhatItIs() {
    JwtClaims claims =
        JwtClaims.parse(
            "{\"s\":\"x\",\"i\":7,\"d\":7.5,\"b\":true,\"n\":null,\"a\":[\"p\",\"q\"],\"m\":[1],"
                + "\"o\":{\"k\":1}}");
    assertThat(claims.string("s")).contains("x");
    assertThat(claims.string("i")).isEmpty();
    assertThat(claims.string("absent")).isEmpty();
    assertThat(claims.integer("i")).hasValue(7);
    for (String name : List.of("s", "d", "b", "n", "a", "o", "absent")) {
      assertThat(claims.integer(name)).as(name).isEmpty();
    }
    assertThat(claims.strings("s")).containsExactly("x");
    assertThat(claims.strings("a")).containsExactly("p", "q");
    for (String name : List.of("i", "m", "o", "absent")) {
      assertThat(claims.strings(name)).as(name).isEmpty();
    }
    assertThat(claims.value("d")).contains(new BigDecimal("7.5"));
    assertThat(claims.value("o")).contains(Map.of("k", 1L));
    assertThat(claims.value("n")).isEmpty();
    assertThat(claims.value("absent")).isEmpty();
  }

  @Test
  void mapHasAllClaimsInTheirOrder() {
    Map<String, @Nullable Object> expected = new LinkedHashMap<>();
    expected.put("b", 1L);
    expected.put("a", null);
    assertThat(JwtClaims.parse("{\"b\":1,\"a\":null}").toMap()).containsExactlyEntriesOf(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, true",
    "253402300799, true",
    "253402300800, false",
    "-1, false",
    "1.5, false",
    "\"1\", false"
  })
  void datesAreSecondsUntilTheYear9999(String value, boolean date) {
    JwtClaims claims = JwtClaims.parse("{\"exp\":" + value + "}");
    assertThat(claims.instant("exp"))
        .isEqualTo(
            date ? Optional.of(Instant.ofEpochSecond(Long.parseLong(value))) : Optional.empty());
  }
}
