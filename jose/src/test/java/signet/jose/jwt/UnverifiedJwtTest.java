package signet.jose.jwt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signet.jose.internal.Base64Url;

class UnverifiedJwtTest {
  private static String encoded(String text) {
    return Base64Url.encode(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void showsWhatStandsInIt() throws MalformedJwtException {
    String header = "{\"alg\":\"none\", \"x\":null}";
    String claims = "{ \"sub\":\"ann\"}";
    UnverifiedJwt jwt = UnverifiedJwt.parse(encoded(header) + "." + encoded(claims) + ".AAAA");
    assertThat(jwt.headerJson()).isEqualTo(header);
    assertThat(jwt.header()).containsEntry("alg", "none").containsEntry("x", null).hasSize(2);
    assertThat(jwt.payloadJson()).isEqualTo(claims);
    assertThat(jwt.unverifiedClaims().toMap()).isEqualTo(Map.of("sub", "ann"));
    assertThat(jwt.signatureBytes()).isEqualTo(3);
    assertThat(jwt).hasToString("UnverifiedJwt");
    assertThat(UnverifiedJwt.parse("e30.e30.").signatureBytes()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "e30.e30, has 2",
    "e30.e30.., has 4",
    "e30.e30.A, the signature",
    "e3.e30., header part is not canonical",
    "e30.e3., claims part is not canonical",
    "W10.e30., header part is not one strict",
    "e30.W10., claims part is not one strict"
  })
  void saysWhichPartIsMalformed(String token, String message) {
    assertThatThrownBy(() -> UnverifiedJwt.parse(token))
        .isInstanceOf(MalformedJwtException.class)
        .hasMessageContaining(message);
  }

  @Test
  void readsEightKibibytesAtMost() throws MalformedJwtException {
    String exact = "e30.e30." + "A".repeat(8184);
    assertThat(UnverifiedJwt.parse(exact).signatureBytes()).isEqualTo(6138);
    assertThatThrownBy(() -> UnverifiedJwt.parse(exact + "AAAA"))
        .isInstanceOf(MalformedJwtException.class)
        .hasMessageContaining("8 KiB");
    assertThatThrownBy(() -> UnverifiedJwt.parse(exact + "A"))
        .isInstanceOf(MalformedJwtException.class)
        .hasMessageContaining("8 KiB");
  }
}
