package signet.cli.explain;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static signet.cli.explain.Explaining.token;

import java.security.KeyPair;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import signet.jose.jwa.Curve;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwa.JweEncryption;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwe.JweDecrypter;
import signet.jose.jwe.JweEncrypter;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.SecretJwk;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;
import signet.testkit.json.Json;

final class SignatureCausesTest {
  private static final ForgeKey RSA = ForgeKey.generate("RS256").withKid("rsa");
  private static final ForgeKey OTHER_RSA = ForgeKey.generate("RS256").withKid("rsa");
  private static final ForgeKey LARGE_RSA = ForgeKey.rsa("RS256", 3072, 65_537).withKid("large");
  private static final ForgeKey EC = ForgeKey.generate("ES256").withKid("ec");
  private static final ForgeKey OTHER_EC = ForgeKey.generate("ES256").withKid("ec");
  private static final ForgeKey HMAC = secret("a secret of production, of 32 bytes and more");
  private static final ForgeKey STAGING = secret("a secret of staging, of 32 bytes and some more");
  private static final byte DER = 0x30;

  private static ForgeKey secret(String text) {
    return ForgeKey.secret("HS256", text.getBytes(US_ASCII)).withKid("hmac");
  }

  private static String cause(Explaining service, String token) {
    Diagnosis diagnosis = service.of(token);
    assertThat(diagnosis.verdict().reason()).contains(RejectReason.BAD_SIGNATURE);
    return diagnosis.cause().text();
  }

  /** The first bytes of the right signature alone. */
  private static String cut(ForgeKey key, int bytes) {
    TokenForge forge = token(key);
    return forge.signedWith(Arrays.copyOf(key.sign(forge.signingInput()), bytes));
  }

  @Test
  void aCodeThatIsCutIsToldFromOneOfAnotherSecret() {
    Explaining service = Explaining.with(HMAC);

    assertThat(cause(service, cut(HMAC, 31))).contains("cut short", "has 31 of 32 bytes");
    assertThat(cause(service, token(HMAC).signedBy(STAGING))).contains("the secret is another one");
  }

  @Test
  void theFileIsTriedBeforeOtherPlaces() {
    byte[] quoted = "\"a secret of staging, of 32 bytes and some more\"".getBytes(US_ASCII);
    Explaining service = Explaining.with(HMAC).secretFile(quoted).alsoSecret("s", STAGING.secret());

    assertThat(cause(service, token(HMAC).signedBy(STAGING))).contains("quotes around the secret");
  }

  @Test
  void aSecretOfAnotherPlaceIsFoundAsBytesAndAsKey() {
    String token = token(HMAC).signedBy(STAGING);
    Explaining bytes =
        Explaining.with(HMAC)
            .alsoSecret("no.txt", HMAC.secret())
            .alsoSecret("staging.txt", STAGING.secret());
    JwkSet keys = JwkSet.parse(ForgeKey.jwks(RSA, STAGING));
    Explaining jwk = Explaining.with(HMAC).also("staging.json", keys);

    assertThat(cause(bytes, token)).contains("the secret is that of staging.txt");
    assertThat(cause(jwk, token)).contains("the secret is that of staging.json");
  }

  @Test
  void theRightKeyUnderAnotherNameIsFound() {
    ForgeKey second = OTHER_RSA.withKid("second");
    Explaining service = Explaining.with(RSA, second);

    assertThat(cause(service, token(RSA).signedBy(second)))
        .contains("signed with the key 'second' of the set, but names another in its kid");
  }

  @Test
  void theRightKeyElsewhereIsFoundWhetherPublicOrPrivate() {
    String token = token(EC).signedBy(OTHER_EC);
    PrivateJwk pair = PrivateJwk.generate(JwsAlgorithm.ES256);
    String byPair = token(EC).signedBy(pair(pair));
    JwkSet published = JwkSet.parse(ForgeKey.jwks(RSA, OTHER_EC.withKid("there")));

    assertThat(cause(Explaining.with(EC).also("staging.json", published), token))
        .contains("signed with the key 'there' of staging.json: it comes from there");
    assertThat(cause(Explaining.with(EC).also("pair.json", JwkSet.of(pair)), byPair))
        .contains("signed with the key '" + pair.kid().orElseThrow() + "' of pair.json");
    JwkSet nameless = JwkSet.parse("{\"keys\":[" + bare(OTHER_EC) + "]}");
    assertThat(cause(Explaining.with(EC).also("bare.json", nameless), token))
        .contains("signed with the key without a kid of bare.json");
  }

  private static ForgeKey pair(PrivateJwk pair) {
    return ForgeKey.pair("ES256", new KeyPair(pair.toPublic().publicKey(), pair.privateKey()));
  }

  @Test
  void secretsAmongTheKeysAreNoneThatCouldHaveSigned() {
    JwkSet secrets = JwkSet.of(SecretJwk.of(HMAC.secret()));
    Explaining service = Explaining.with(EC).also("secrets.json", secrets);

    assertThat(cause(service, token(EC).signedBy(OTHER_EC))).contains("another key signed this");
  }

  @Test
  void anRsaSignatureThatIsCutIsMeasuredByTheKeyOfItsKid() {
    assertThat(cause(Explaining.with(LARGE_RSA, RSA), cut(RSA, 255)))
        .contains("has 255 of 256 bytes");
  }

  @Test
  void itIsMeasuredByTheOneKeyWhereNoKidIsNamed() {
    TokenForge nameless = token(RSA).withoutHeader("kid");
    byte[] signature = RSA.sign(nameless.signingInput());
    Explaining service = Explaining.with(EC, RSA);
    String bare = "{\"keys\":[" + bare(EC) + "," + bare(RSA) + "]}";

    assertThat(cause(service, nameless.signedWith(Arrays.copyOf(signature, 255))))
        .contains("has 255 of 256 bytes");
    assertThat(cause(Explaining.withSet(bare, JwsAlgorithm.RS256), cut(RSA, 255)))
        .contains("has 255 of 256 bytes");
  }

  private static String bare(ForgeKey key) {
    Map<String, Object> members = new LinkedHashMap<>(key.jwkMembers());
    members.remove("kid");
    return Json.write(members);
  }

  @Test
  void anEllipticSignatureThatIsCutIsMeasuredByItsCurve() {
    assertThat(cause(Explaining.with(EC), cut(EC, 40))).contains("has 40 of 64 bytes");
    assertThat(cause(Explaining.with(EC), cut(EC, 63))).contains("has 63 of 64 bytes");
  }

  /** A DER sequence of that many bytes, with the start of its first number. */
  private static byte[] der(int bytes) {
    byte[] der = new byte[bytes];
    boolean isLong = bytes > 129;
    der[0] = DER;
    der[1] = (byte) (isLong ? 0x81 : bytes - 2);
    der[2] = (byte) (isLong ? bytes - 3 : 0x02);
    der[3] = (byte) (isLong ? 0x02 : 0);
    return der;
  }

  private static byte[] with(byte[] bytes, int at, int value) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) value;
    return changed;
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 63, 65, 70, 72})
  void aDerSequenceOfAnotherLengthIsDer(int bytes) {
    assertThat(cause(Explaining.with(EC), token(EC).signedWith(der(bytes)))).contains("is in DER");
  }

  @ParameterizedTest
  @ValueSource(ints = {129, 131, 138, 139})
  void ofTheLargestCurveItMayHaveALengthOfTwoBytes(int bytes) {
    ForgeKey large = ForgeKey.generate("ES512");

    assertThat(cause(Explaining.with(large), token(large).signedWith(der(bytes))))
        .contains("is in DER");
    assertThat(cause(Explaining.with(large), token(large).signedWith(with(der(bytes), 1, 0x82))))
        .doesNotContain("DER");
  }

  @Test
  void whatOnlyBeginsAsDerIsNone() {
    byte[] fixed = new byte[64];
    Arrays.fill(fixed, (byte) 1);

    assertThat(cause(Explaining.with(EC), token(EC).signedWith(with(fixed, 0, DER))))
        .contains("another key signed this, or the payload was edited");
    for (byte[] no :
        List.of(with(der(70), 0, 1), with(der(70), 1, 0x45), with(der(70), 2, 3), der(300))) {
      assertThat(cause(Explaining.with(EC), token(EC).signedWith(no)))
          .contains("another key signed this, or the payload was edited");
    }
    for (int bytes : new int[] {1, 2, 3}) {
      byte[] cut = with(new byte[bytes], 0, DER);
      assertThat(cause(Explaining.with(EC), token(EC).signedWith(cut)))
          .contains("has " + bytes + " of 64 bytes");
    }
    byte[] cut = with(new byte[63], 0, DER);
    assertThat(cause(Explaining.with(EC), token(EC).signedWith(cut)))
        .contains("has 63 of 64 bytes");
  }

  @Test
  void whatIsNoEcdsaIsNeverInDer() {
    ForgeKey edwards = ForgeKey.generate("Ed25519");

    assertThat(cause(Explaining.with(edwards), token(edwards).signedWith(der(60))))
        .contains("has 60 of 64 bytes");
    assertThat(cause(Explaining.with(RSA), token(RSA).signedWith(der(255))))
        .contains("has 255 of 256 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "RS384", "PS256", "PS512"})
  void anRsaTokenThatWasEditedIsToldFromOneOfAnotherKey(String algorithm) {
    ForgeKey key = RSA.as(algorithm);
    byte[] signature = key.sign(token(key).signingInput());
    TokenForge edited = token(key, Explaining.with("sub", "admin"));

    assertThat(cause(Explaining.with(key), edited.signedWith(signature)))
        .contains("edited after it was signed: the signature is the key's");
    assertThat(cause(Explaining.with(key), edited.signedBy(OTHER_RSA.as(algorithm))))
        .contains("another key signed this, under the same kid")
        .doesNotContain("edited");
  }

  @Test
  void whatWasSignedWithinTheEncryptionIsNotSeen() {
    PrivateJwk recipient = PrivateJwk.generateForAgreement(Curve.X25519);
    JweDecrypter decrypter =
        JweDecrypter.builder()
            .keys(JwkSet.of(recipient))
            .algorithms(JweAlgorithm.ECDH_ES)
            .encryptions(JweEncryption.A256GCM)
            .build();
    String nested =
        JweEncrypter.of(recipient.toPublic(), JweAlgorithm.ECDH_ES, JweEncryption.A256GCM)
            .encryptNested(token(EC).signedBy(OTHER_EC));

    assertThat(cause(Explaining.with(EC).policy(policy -> policy.nested(decrypter)), nested))
        .contains("inside of the encryption is signed by another key");
  }
}
