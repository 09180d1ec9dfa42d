package signet.testkit.forge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import signet.testkit.json.Json;

class TokenForgeTest {
  private static final byte[] INPUT = "header.payload".getBytes(StandardCharsets.US_ASCII);

  static List<String> supported() {
    return TokenForge.supported();
  }

  static Stream<String> supportedWithKeyPairs() {
    return TokenForge.supported().stream().filter(alg -> !Jca.isHmac(alg));
  }

  @ParameterizedTest
  @MethodSource("supported")
  void signsWhatItsOwnKeyVerifies(String alg) {
    ForgeKey key = ForgeKey.generate(alg);
    TokenForge forge = TokenForge.with(key).header("typ", "at+jwt").claims(Map.of("sub", "ann"));
    String token = forge.sign();
    assertThat(key.verify(forge.signingInput(), Damage.bytes(token, 2))).isTrue();
    assertThat(Damage.json(token, 0).text("alg")).isEqualTo(alg);
    assertThat(Damage.json(token, 1).text("sub")).isEqualTo("ann");
  }

  @ParameterizedTest
  @MethodSource("supported")
  void forgedSignaturesAreNotThoseOfTheKey(String alg) {
    ForgeKey key = ForgeKey.generate(alg);
    Map<String, byte[]> forged = key.forgedSignatures(INPUT);
    assertThat(forged).hasSizeGreaterThan(5);
    forged.forEach((name, bytes) -> assertThat(key.verify(INPUT, bytes)).as(name).isFalse());
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"})
  void unchangedPaddingVerifiesSoOnlyTheChangeIsTested(String alg) {
    ForgeKey key = ForgeKey.generate(alg);
    assertThat(key.verify(INPUT, RsaForgeries.unchanged(key, INPUT))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("supportedWithKeyPairs")
  void certificateHoldsTheKeyAndIsSignedByIt(String alg) throws Exception {
    ForgeKey key = ForgeKey.generate(alg);
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(PublicForms.certificate(key)));
    assertThat(certificate.getPublicKey().getEncoded()).isEqualTo(key.publicKey().getEncoded());
    certificate.verify(key.publicKey());
  }

  @ParameterizedTest
  @MethodSource("supportedWithKeyPairs")
  void publicFormsNameTheKeyInEveryEncoding(String alg) {
    Map<String, byte[]> forms = ForgeKey.generate(alg).publicForms();
    assertThat(forms).containsKeys("SPKI PEM", "SPKI DER", "certificate PEM", "JWK", "JWK Set");
    assertThat(new String(forms.get("SPKI PEM"), StandardCharsets.UTF_8))
        .startsWith("-----BEGIN PUBLIC KEY-----\n")
        .endsWith("-----END PUBLIC KEY-----\n");
  }

  @Test
  void pkcs1PemIsTheTailOfTheSpki() throws Exception {
    ForgeKey key = ForgeKey.generate("RS256");
    String body =
        PublicForms.pkcs1Pem((RSAPublicKey) key.publicKey()).replaceAll("-----[A-Z ]+-----|\n", "");
    byte[] spki = key.publicKey().getEncoded();
    assertThat(new String(spki, StandardCharsets.ISO_8859_1))
        .endsWith(new String(Base64.getDecoder().decode(body), StandardCharsets.ISO_8859_1));
    assertThat(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(spki)))
        .isEqualTo(key.publicKey());
  }

  @Test
  void jwkOfAnEcKeyHasCoordinatesOfFullLength() {
    Json jwk = Json.parse(ForgeKey.generate("ES512").jwk());
    assertThat(jwk.text("crv")).isEqualTo("P-521");
    assertThat(Base64Url.decode(jwk.text("x"))).hasSize(66);
    assertThat(Base64Url.decode(jwk.text("y"))).hasSize(66);
  }

  @Test
  void rawHeaderIsSignedAsItStands() {
    ForgeKey key = ForgeKey.generate("HS256");
    String token = TokenForge.with(key).headerJson("{\"alg\":null,,}").sign();
    assertThat(new String(Damage.bytes(token, 0), StandardCharsets.UTF_8))
        .isEqualTo("{\"alg\":null,,}");
    String input = token.substring(0, token.lastIndexOf('.'));
    assertThat(key.verify(input.getBytes(StandardCharsets.US_ASCII), Damage.bytes(token, 2)))
        .isTrue();
  }

  @Test
  void strayBitsDecodeToTheSameBytes() {
    String text = Base64Url.encode(new byte[] {1, 2, 3, 4});
    String stray = Damage.strayBits(text);
    assertThat(stray).isNotEqualTo(text);
    assertThat(Base64Url.decode(stray)).isEqualTo(Base64Url.decode(text));
  }

  @Test
  void confusedTokenIsAnHmacOverTheNewHeader() {
    ForgeKey key = ForgeKey.generate("ES256");
    byte[] pem = key.publicForms().get("SPKI PEM");
    String token = Damage.confuse(TokenForge.with(key).sign(), pem);
    byte[] input = token.substring(0, token.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII);
    assertThat(Damage.json(token, 0).text("alg")).isEqualTo("HS256");
    assertThat(ForgeKey.secret("HS256", pem).verify(input, Damage.bytes(token, 2))).isTrue();
  }

  @Test
  void flippedBitFlipsBack() {
    String token = TokenForge.with(ForgeKey.generate("HS256")).sign();
    String flipped = Damage.flipBit(token, 2, 13);
    assertThat(flipped).isNotEqualTo(token);
    assertThat(Damage.flipBit(flipped, 2, 13)).isEqualTo(token);
  }
}
