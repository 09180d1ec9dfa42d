package signet.jose.jws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.Security;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jws.FakeProvider.Behaviour;

/** The fast provider is used where an application has installed it, and trusted with nothing. */
class FastProviderTest {
  private static final PrivateJwk KEY = PrivateJwk.generate(JwsAlgorithm.ES256);
  private static final byte[] DATA = "header.payload".getBytes(StandardCharsets.US_ASCII);

  private final FakeProvider fast = new FakeProvider("AmazonCorrettoCryptoProvider");

  @BeforeEach
  void install() {
    Security.addProvider(fast);
  }

  @AfterEach
  void remove() {
    Security.removeProvider(fast.getName());
  }

  @Test
  void oneObjectServesManySignaturesOfOneThread() {
    SigningKey signer = SigningKey.of(KEY);
    assertThat(fast.made()).isEqualTo(1);
    byte[] signature = signer.sign(DATA);
    signature = signer.sign(signature);
    assertThat(fast.made()).isEqualTo(1);

    VerificationKey verifier = VerificationKey.of(KEY);
    assertThat(fast.made()).isEqualTo(2);
    assertThat(verifier.verify(DATA, signer.sign(DATA))).isTrue();
    assertThat(verifier.verify(DATA, signature)).isFalse();
    assertThat(verifier.verify(DATA, signer.sign(DATA))).isTrue();
    assertThat(fast.made()).isEqualTo(2);
  }

  @Test
  void aKeyThatItRefusesGoesToTheJdk() {
    fast.behave(Behaviour.REFUSES_KEYS);
    byte[] signature = SigningKey.of(KEY).sign(DATA);
    assertThat(VerificationKey.of(KEY).verify(DATA, signature)).isTrue();
    assertThat(fast.made()).isEqualTo(2);
  }

  @Test
  void anAlgorithmThatItLacksGoesToTheJdk() {
    PrivateJwk other = PrivateJwk.generate(JwsAlgorithm.ES384);
    byte[] signature = SigningKey.of(other).sign(DATA);
    assertThat(VerificationKey.of(other).verify(DATA, signature)).isTrue();
    assertThat(fast.made()).isZero();
  }

  @Test
  void aPrivateKeyThatCannotLeaveItsDeviceIsNotShownToIt() {
    PrivateKey handle = new Handle();
    assertThatThrownBy(() -> JcaEngines.signer(JwsAlgorithm.ES256, handle, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ES256");
    assertThat(fast.made()).isZero();
  }

  /** What a provider says of a malformed signature is no, and its object is not used again. */
  @Test
  void anObjectThatThrewIsThrownAway() {
    byte[] signature = SigningKey.of(KEY).sign(DATA);
    VerificationKey verifier = VerificationKey.of(KEY);
    int before = fast.made();
    fast.behave(Behaviour.FAILS);
    assertThat(verifier.verify(DATA, signature)).isFalse();
    fast.behave(Behaviour.WORKS);
    assertThat(verifier.verify(DATA, signature)).isTrue();
    assertThat(fast.made()).isEqualTo(before + 1);
  }

  /** CVE-2022-21449: a provider that forgets the range of r and s is not asked. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, false",
    "0, 1, false",
    "1, 0, false",
    "n, 1, false",
    "1, n, false",
    "n+1, 1, false",
    "1, n+1, false",
    "1, 1, true",
    "n-1, n-1, true",
    "256, 256, true"
  })
  void onlyNumbersInRangeAreAskedAbout(String r, String s, boolean asked) {
    VerificationKey verifier = VerificationKey.of(KEY);
    fast.behave(Behaviour.ACCEPTS_ANYTHING);
    byte[] signature = new byte[64];
    put(signature, 0, number(r));
    put(signature, 32, number(s));
    assertThat(verifier.verify(DATA, signature)).isEqualTo(asked);
  }

  @ParameterizedTest
  @CsvSource({"0", "32", "63", "65", "128"})
  void onlySignaturesOfTheRightLengthAreAskedAbout(int length) {
    VerificationKey verifier = VerificationKey.of(KEY);
    fast.behave(Behaviour.ACCEPTS_ANYTHING);
    byte[] signature = new byte[length];
    Arrays.fill(signature, (byte) 1);
    assertThat(verifier.verify(DATA, signature)).isFalse();
  }

  private static BigInteger number(String text) {
    BigInteger order = ((ECPublicKey) KEY.toPublic().publicKey()).getParams().getOrder();
    return switch (text) {
      case "n-1" -> order.subtract(BigInteger.ONE);
      case "n" -> order;
      case "n+1" -> order.add(BigInteger.ONE);
      default -> new BigInteger(text);
    };
  }

  private static void put(byte[] signature, int at, BigInteger value) {
    byte[] bytes = value.toByteArray();
    int used = Math.min(32, bytes.length);
    System.arraycopy(bytes, bytes.length - used, signature, at + 32 - used, used);
  }

  /** A private key without an encoding, as a PKCS#11 token gives out. */
  private static final class Handle implements PrivateKey {
    private static final long serialVersionUID = 1L;

    @Override
    public String getAlgorithm() {
      return "EC";
    }

    @Override
    public String getFormat() {
      return null;
    }

    @Override
    public byte[] getEncoded() {
      return null;
    }
  }
}
