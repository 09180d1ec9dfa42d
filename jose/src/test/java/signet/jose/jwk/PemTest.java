package signet.jose.jwk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkException.Problem;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.PublicForms;
import signet.testkit.json.Json;

class PemTest {
  private static final PrivateJwk RSA = bare(JwsAlgorithm.RS256);
  private static final PrivateJwk EC = bare(JwsAlgorithm.ES256);
  private static final byte[] P_256 = HexFormat.of().parseHex("06082a8648ce3d030107");
  private static final byte[] SECP256K1 = HexFormat.of().parseHex("06052b8104000a");

  private static PrivateJwk bare(JwsAlgorithm algorithm) {
    PrivateJwk pair = PrivateJwk.generate(algorithm);
    return PrivateJwk.of(pair.toPublic().publicKey(), pair.privateKey());
  }

  private static String block(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getEncoder().encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  private static void assertRefused(Problem problem, String message, String text) {
    JwkException refused = catchThrowableOfType(JwkException.class, () -> Pem.decodeAll(text));
    assertThat(refused).isNotNull().hasMessageContaining(message);
    assertThat(refused.problem()).isEqualTo(problem);
  }

  /** The private key inside a PKCS#8. */
  private static byte[] inside(PrivateJwk pair) {
    Der info = new Der(pair.pkcs8()).enter(Der.SEQUENCE);
    info.integer();
    info.content(Der.SEQUENCE);
    return info.content(Der.OCTET_STRING);
  }

  private static byte[] sec1(byte[] d, byte[]... more) {
    byte[][] parts = new byte[2 + more.length][];
    parts[0] = new byte[] {Der.INTEGER, 1, 1};
    parts[1] = Der.encode(Der.OCTET_STRING, d);
    System.arraycopy(more, 0, parts, 2, more.length);
    return Der.encode(Der.SEQUENCE, parts);
  }

  private static byte[] privateValue() {
    return Base64.getUrlDecoder().decode(Json.parse(EC.exportJson()).text("d"));
  }

  @Test
  void linesHave64Characters() {
    List<String> lines = Pem.encode(EC.toPublic()).lines().toList();
    assertThat(lines.get(0)).isEqualTo("-----BEGIN PUBLIC KEY-----");
    assertThat(lines.get(1)).hasSize(64);
    assertThat(lines.get(2)).hasSizeBetween(1, 64);
    assertThat(lines.get(3)).isEqualTo("-----END PUBLIC KEY-----");
    assertThat(Pem.encode(EC.toPublic())).endsWith("-----\n").doesNotContain("\r");
    assertThat(Pem.exportPrivate(EC)).startsWith("-----BEGIN PRIVATE KEY-----\n");
  }

  @Test
  void readsEveryFormOfAnRsaKey() {
    String pkcs1 = PublicForms.pkcs1Pem((RSAPublicKey) RSA.toPublic().publicKey());
    assertThat(Pem.decode(pkcs1)).isEqualTo(RSA.toPublic());
    PrivateJwk read = (PrivateJwk) Pem.decode(block("RSA PRIVATE KEY", inside(RSA)));
    assertThat(read.exportJson()).isEqualTo(RSA.exportJson());
  }

  @Test
  void readsEveryFormOfAnEcKey() {
    byte[] curve = Der.encode(0xA0, P_256);
    String key = block("EC PRIVATE KEY", sec1(privateValue(), curve));
    assertThat(((PrivateJwk) Pem.decode(key)).exportJson()).isEqualTo(EC.exportJson());
    String parameters = block("EC PARAMETERS", P_256);
    assertThat(Pem.decodeAll(parameters + key)).containsExactly(EC);
    assertRefused(Problem.MALFORMED, "no PEM block", parameters);
  }

  @Test
  void privateKeyOfAnEcKeyNamesASupportedCurve() {
    assertRefused(Problem.UNSUPPORTED, "curve", block("EC PRIVATE KEY", sec1(privateValue())));
    byte[] other = Der.encode(0xA1, P_256);
    assertRefused(
        Problem.UNSUPPORTED, "curve", block("EC PRIVATE KEY", sec1(privateValue(), other)));
    byte[] koblitz = Der.encode(0xA0, SECP256K1);
    assertRefused(
        Problem.UNSUPPORTED, "curve", block("EC PRIVATE KEY", sec1(privateValue(), koblitz)));
  }

  @ParameterizedTest
  @CsvSource({
    "00",
    "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
    "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632552"
  })
  void privateValueIsInRange(String d) {
    byte[] value = HexFormat.of().parseHex(d);
    byte[] padded = new byte[32];
    System.arraycopy(value, 0, padded, 32 - value.length, value.length);
    assertRefused(
        Problem.INVALID, "", block("EC PRIVATE KEY", sec1(padded, Der.encode(0xA0, P_256))));
  }

  @ParameterizedTest
  @EnumSource(names = {"RS256", "ES256", "ED25519"})
  void readsTheKeyOfACertificate(JwsAlgorithm algorithm) {
    ForgeKey key = ForgeKey.generate(algorithm.wireName());
    Jwk read = Pem.decode(PublicForms.certificatePem(key));
    assertThat(read).isInstanceOf(PublicJwk.class);
    assertThat(read.thumbprint()).isEqualTo(Jwk.parse(key.jwk()).thumbprint());
    assertThat(read.kid()).isEmpty();
  }

  @Test
  void readsAllBlocksInTheirOrder() {
    String text =
        "Bag Attributes\n" + Pem.encode(RSA.toPublic()) + "between\n" + Pem.exportPrivate(EC);
    assertThat(Pem.decodeAll(text)).containsExactly(RSA.toPublic(), EC);
    assertThat(Pem.decode(text)).isEqualTo(RSA.toPublic());
  }

  @Test
  void encryptedKeysAreUnsupported() {
    assertRefused(
        Problem.UNSUPPORTED, "encrypted", block("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3}));
    String traditional =
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----\n";
    assertRefused(Problem.UNSUPPORTED, "encrypted", traditional);
    assertRefused(Problem.UNSUPPORTED, "encrypted", Pem.encode(EC.toPublic()) + traditional);
  }

  @Test
  void whatIsNoKeyIsRefused() {
    assertRefused(Problem.MALFORMED, "no PEM block", "");
    assertRefused(Problem.UNSUPPORTED, "kind", block("DSA PRIVATE KEY", new byte[3]));
    assertRefused(Problem.INVALID, "no valid key", block("PUBLIC KEY", new byte[3]));
    assertRefused(Problem.INVALID, "no valid key", block("CERTIFICATE", new byte[3]));
    assertRefused(Problem.MALFORMED, "DER", block("PRIVATE KEY", new byte[3]));
    assertRefused(
        Problem.MALFORMED,
        "not base64",
        "-----BEGIN PUBLIC KEY-----\nA=A\n-----END PUBLIC KEY-----\n");
    byte[] unknown =
        Der.encode(
            Der.SEQUENCE,
            new byte[] {Der.INTEGER, 1, 0},
            Der.encode(Der.SEQUENCE, Der.encode(Der.OBJECT_IDENTIFIER, new byte[] {42, 3})),
            Der.encode(Der.OCTET_STRING, new byte[32]));
    assertRefused(Problem.INVALID, "no valid key", block("PRIVATE KEY", unknown));
  }

  @Test
  void weakKeysAreRefusedInEveryForm() {
    ForgeKey weak = ForgeKey.rsa("RS256", 1024, 65537);
    assertRefused(Problem.WEAK, "1024 bits", block("PRIVATE KEY", weak.privateKey().getEncoded()));
    assertRefused(Problem.WEAK, "1024 bits", PublicForms.spkiPem(weak.publicKey()));
  }

  @Test
  void fileHas64KibibytesAtMost() {
    String key = Pem.encode(EC.toPublic());
    String exact = key + "\n".repeat(64 * 1024 - key.length());
    assertThat(Pem.decodeAll(exact)).containsExactly(EC.toPublic());
    assertRefused(Problem.MALFORMED, "64 KiB", exact + "\n");
  }
}
