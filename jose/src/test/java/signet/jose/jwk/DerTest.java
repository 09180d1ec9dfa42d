package signet.jose.jwk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DerTest {
  private static Der der(String hex) {
    return new Der(bytes(hex));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static void assertMalformed(ThrowingCallable reading) {
    JwkException refused = catchThrowableOfType(JwkException.class, reading);
    assertThat(refused).isNotNull();
    assertThat(refused.problem()).isEqualTo(JwkException.Problem.MALFORMED);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0400",
    "1, 0401",
    "127, 047f",
    "128, 048180",
    "255, 0481ff",
    "256, 04820100",
    "65535, 0482ffff",
    "65536, 0483010000"
  })
  void lengthIsWrittenInItsShortestForm(int length, String head) {
    byte[] element = Der.encode(Der.OCTET_STRING, new byte[length]);
    assertThat(element).startsWith(bytes(head)).hasSize(head.length() / 2 + length);
    Der reader = new Der(element);
    assertThat(reader.content(Der.OCTET_STRING)).hasSize(length);
    assertThat(reader.hasMore()).isFalse();
  }

  @Test
  void walksElementAfterElement() {
    Der outer = der("300602010504" + "0107" + "040109");
    Der inner = outer.enter(Der.SEQUENCE);
    assertThat(inner.peek()).isEqualTo(Der.INTEGER);
    assertThat(inner.integer()).isEqualTo(5);
    assertThat(inner.hasMore()).isTrue();
    assertThat(inner.content(Der.OCTET_STRING)).containsExactly(7);
    assertThat(inner.hasMore()).isFalse();
    assertMalformed(inner::peek);
    assertThat(outer.content(Der.OCTET_STRING)).containsExactly(9);
    assertMalformed(outer::peek);
  }

  @Test
  void tagsAreUnsigned() {
    assertThat(der("a000").peek()).isEqualTo(0xa0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "04",
        "0200",
        "0401",
        "040200",
        "0480",
        "04800000",
        "0481",
        "048101",
        "048201",
        "0484000000" + "0100",
        "04830000"
      })
  void refusesLengthsThatAreNotThere(String hex) {
    assertMalformed(() -> der(hex).content(Der.OCTET_STRING));
  }

  @Test
  void refusesIndefiniteLengths() {
    byte[] indefinite = new byte[130];
    indefinite[0] = Der.OCTET_STRING;
    indefinite[1] = (byte) 0x80;
    assertMalformed(() -> new Der(indefinite).content(Der.OCTET_STRING));
  }

  @Test
  void readsLengthsOfUpToThreeOctets() {
    assertThat(der("048100").content(Der.OCTET_STRING)).isEmpty();
    assertThat(der("04810105").content(Der.OCTET_STRING)).containsExactly(5);
    assertThat(der("0483000001" + "05").content(Der.OCTET_STRING)).containsExactly(5);
  }

  @Test
  void elementsDoNotReachBeyondTheOneAroundThem() {
    assertMalformed(() -> der("30020402" + "0000").enter(Der.SEQUENCE).content(Der.OCTET_STRING));
    assertMalformed(() -> der("300104" + "00").enter(Der.SEQUENCE).content(Der.OCTET_STRING));
    assertMalformed(() -> der("30020481" + "00").enter(Der.SEQUENCE).content(Der.OCTET_STRING));
  }

  @Test
  void integersAreNotNegative() {
    assertThat(der("020100").integer()).isZero();
    assertThat(der("02020080").integer()).isEqualTo(128);
    assertMalformed(() -> der("0200").integer());
    assertMalformed(() -> der("020180").integer());
  }

  @Test
  void publicKeyStandsInWholeBytes() {
    byte[] key = {1, 2, 3};
    byte[] info = Der.subjectPublicKeyInfo(bytes("2b6570"), key);
    assertThat(info).isEqualTo(bytes("300d" + "300506032b6570" + "030400010203"));
    assertThat(Der.publicKeyOf(info)).isEqualTo(key);
    assertThat(Der.publicKeyOf(bytes("30053000030100"))).isEmpty();
    assertMalformed(() -> Der.publicKeyOf(bytes("300430000300")));
    assertMalformed(() -> Der.publicKeyOf(bytes("300630000302" + "0101")));
  }

  @Test
  void integerOfALongKeyIsReadWhole() {
    BigInteger value = BigInteger.ONE.shiftLeft(4095).add(BigInteger.TEN);
    assertThat(new Der(Der.encode(Der.INTEGER, value.toByteArray())).integer()).isEqualTo(value);
  }
}
