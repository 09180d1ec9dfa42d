package signet.jose.jws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwa.JwsAlgorithm;

class JwsHeaderTest {
  private static @Nullable JwsHeader parse(String json) {
    return JwsHeader.parse(json.getBytes(StandardCharsets.UTF_8), TokenLimits.DEFAULT);
  }

  @Test
  void tellsWhatStandsInIt() {
    JwsHeader header = parse("{\"alg\":\"EdDSA\",\"kid\":\"k\",\"typ\":\"AT+jwt\"}");
    assertThat(header.alg()).isEqualTo("EdDSA");
    assertThat(header.algorithm()).contains(JwsAlgorithm.ED25519);
    assertThat(header.kid()).contains("k");
    assertThat(header.type()).contains("AT+jwt");
    assertThat(header.mediaTypeOrNull()).isEqualTo("application/at+jwt");
  }

  @Test
  void hasNothingThatIsAbsent() {
    JwsHeader header = parse("{\"alg\":\"none\"}");
    assertThat(header.algorithm()).isEmpty();
    assertThat(header.kid()).isEmpty();
    assertThat(header.type()).isEmpty();
    assertThat(header.mediaTypeOrNull()).isNull();
    assertThat(header.isType("JWT")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{}",
        "{\"alg\":7}",
        "{\"alg\":null}",
        "{\"alg\":\"HS256\",\"kid\":7}",
        "{\"kid\":7,\"alg\":\"HS256\"}",
        "{\"alg\":\"HS256\",\"kid\":null}",
        "{\"alg\":\"HS256\",\"typ\":[\"JWT\"]}"
      })
  void refusesAlgKidAndTypOfAnotherType(String json) {
    assertThat(parse(json)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "at+jwt, AT+JWT, true",
    "application/at+jwt, at+jwt, true",
    "aZ@[`{, Az@[`{, true",
    "application/at+jwt, application/at+jwt, true",
    "@, `, false",
    "[, {, false",
    "text/at+jwt, at+jwt, false",
    "at+jwt, jwt, false",
    "/, application//, false"
  })
  void comparesTypesAsMediaTypes(String inHeader, String expected, boolean same) {
    JwsHeader header = parse("{\"alg\":\"HS256\",\"typ\":\"" + inHeader + "\"}");
    assertThat(header.isType(expected)).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "{'alg':'HS256'}                          | false",
        "{'b64':true,'alg':'HS256'}               | false",
        "{'alg':'HS256','b64':true}               | false",
        "{'b64':false,'alg':'HS256'}              | true",
        "{'alg':'HS256','b64':null}               | true",
        "{'alg':'HS256','b64':'true'}             | true",
        "{'crit':[],'alg':'HS256'}                | true",
        "{'alg':'HS256','crit':null}              | true",
        "{'alg':'HS256','crit':['b64'],'b64':true}| true"
      })
  void knowsNothingCritical(String json, boolean critical) {
    assertThat(parse(json.replace('\'', '"')).isCritical()).isEqualTo(critical);
  }

  @ParameterizedTest
  @CsvSource({
    "none, true",
    "NONE, true",
    "nOnE, true",
    "'\\tnone ', true",
    "none\\u0000, true",
    "nonesuch, false",
    "'', false",
    "HS256, false"
  })
  void recognizesNoneHoweverItIsSpelt(String alg, boolean none) {
    assertThat(parse("{\"alg\":\"" + alg + "\"}").isNone()).isEqualTo(none);
  }
}
