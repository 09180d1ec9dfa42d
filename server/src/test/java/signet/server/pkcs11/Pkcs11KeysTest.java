package signet.server.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.Pem;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.PublicJwk;
import signet.jose.jws.SigningKey;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.JwtSigner;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.runtime.start.StartupException;
import signet.server.key.KeyState;
import signet.server.key.PrivateKeys;
import signet.server.key.SealedKeys;
import signet.server.key.StoredKey;
import signet.server.key.TestMasterKeys;

/** Against SoftHSM. */
final class Pkcs11KeysTest {
  private final PrivateKeys sealed = new SealedKeys(TestMasterKeys.of(1));
  private Pkcs11Token token;
  private Pkcs11Keys keys;

  @BeforeEach
  void open() {
    token = Pkcs11Token.open(SoftHsm.place());
    keys = new Pkcs11Keys(token, sealed);
  }

  @AfterEach
  void close() {
    if (token != null) {
      token.close();
    }
  }

  private static StoredKey stored(PrivateKeys.Generated made, JwsAlgorithm algorithm) {
    return new StoredKey(
        made.kid(),
        algorithm.wireName(),
        KeyState.ACTIVE,
        made.publicJwk(),
        made.storedPrivate(),
        Instant.EPOCH);
  }

  @ParameterizedTest
  @EnumSource(
      value = JwsAlgorithm.class,
      names = {"RS256", "PS256", "ES256", "ES384"})
  void whatTheTokenSignsVerifiesWithThePublishedKey(JwsAlgorithm algorithm) {
    PrivateKeys.Generated made = keys.generate(algorithm);
    SigningKey key = keys.open(stored(made, algorithm));

    JwtClaims claims =
        JwtClaims.builder().subject("s").expiresAt(Instant.now().plusSeconds(60)).build();
    String signed = JwtSigner.of(key, "at+jwt").sign(claims);

    Jwk published = Jwk.parse(made.publicJwk());
    assertThat(published).isInstanceOf(PublicJwk.class);
    assertThat(published.kid()).contains(made.kid()).contains(published.thumbprint());
    Verification verified =
        JwtVerifier.builder()
            .keys(JwkSet.of(published))
            .algorithms(algorithm)
            .type("at+jwt")
            .ignoreIssuer()
            .ignoreAudience()
            .build()
            .verify(signed);
    assertThat(verified).isInstanceOf(Verification.Verified.class);
  }

  @Test
  void thePrivateKeyNeverLeavesTheToken() throws Exception {
    PrivateKeys.Generated made = keys.generate(JwsAlgorithm.RS256);

    PrivateKey key = token.find(made.kid()).orElseThrow();

    assertThat(key.getEncoded()).isNull();
    assertThat(key.getFormat()).isNull();
    assertThat(key.toString()).contains("sensitive", "unextractable", "token object");
    PublicJwk published = (PublicJwk) Jwk.parse(made.publicJwk());
    PrivateJwk pair = PrivateJwk.of(published.publicKey(), key);
    assertThatThrownBy(() -> Pem.exportPrivate(pair)).isInstanceOf(JwkException.class);
    assertThatThrownBy(pair::exportJson).isInstanceOf(JwkException.class);
    assertThat(made.storedPrivate()).isEqualTo("pkcs11:object=" + made.kid());
  }

  @Test
  void keysAreFoundAfterARestartAndByOthers() {
    StoredKey key = stored(keys.generate(JwsAlgorithm.ES256), JwsAlgorithm.ES256);
    try (Pkcs11Token other = Pkcs11Token.open(SoftHsm.place())) {
      Pkcs11Keys others = new Pkcs11Keys(other, sealed);
      assertThat(others.open(key).kid()).contains(key.kid());

      StoredKey later = stored(keys.generate(JwsAlgorithm.ES256), JwsAlgorithm.ES256);
      assertThat(others.open(later).kid()).contains(later.kid());
    }
  }

  @Test
  void keysThatWereSealedBeforeGoOnWorking() {
    StoredKey before = stored(sealed.generate(JwsAlgorithm.ES256), JwsAlgorithm.ES256);

    assertThat(keys.open(before).kid()).contains(before.kid());
  }

  @Test
  void aKeyInATokenSaysSoWhereNoneIsConfigured() {
    StoredKey key = stored(keys.generate(JwsAlgorithm.ES256), JwsAlgorithm.ES256);

    assertThatThrownBy(() -> sealed.open(key))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("is in a PKCS#11 token")
        .hasMessageContaining("keys.pkcs11.token");
  }

  @Test
  void saysThatAKeyIsNotInTheToken() {
    StoredKey elsewhere =
        new StoredKey("none", "ES256", KeyState.ACTIVE, "{}", "pkcs11:object=none", Instant.EPOCH);

    assertThatThrownBy(() -> keys.open(elsewhere))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("none is not in the PKCS#11 token " + SoftHsm.LABEL);
  }

  @Test
  void rejectsAPublicHalfThatWasExchangedInTheDatabase() {
    PrivateKeys.Generated made = keys.generate(JwsAlgorithm.ES256);
    PrivateKeys.Generated another = keys.generate(JwsAlgorithm.ES256);
    StoredKey mixed =
        new StoredKey(
            made.kid(),
            "ES256",
            KeyState.ACTIVE,
            another.publicJwk(),
            made.storedPrivate(),
            Instant.EPOCH);

    assertThatThrownBy(() -> keys.open(mixed))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("is not the one in the database");
  }

  @Test
  void rejectsAlgorithmsThatTokensDoNotHave() {
    assertThatThrownBy(() -> keys.generate(JwsAlgorithm.ED25519))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("take RS256 or ES256");
  }

  @Test
  void saysThatThePinIsWrongWithoutShowingIt() {
    // Who is logged in already would not be asked.
    token.close();

    assertRefused(
        new Pkcs11Token.Place(SoftHsm.place().library(), SoftHsm.LABEL, "99998888"),
        "the PIN of the PKCS#11 token " + SoftHsm.LABEL + " is wrong");
  }

  @Test
  void saysThatThereIsNoTokenOfThatLabel() {
    assertRefused(
        new Pkcs11Token.Place(SoftHsm.place().library(), "another", "99998888"),
        "no PKCS#11 token with the label another");
  }

  @Test
  void saysThatTheLibraryIsMissing() {
    assertRefused(
        new Pkcs11Token.Place(Path.of("/none/libpkcs11.so"), "another", "99998888"),
        "the PKCS#11 library /none/libpkcs11.so is missing");
  }

  @Test
  void saysThatALibraryIsNoneOfPkcs11() {
    assertRefused(
        new Pkcs11Token.Place(Path.of("/proc/self/exe"), "another", "99998888"),
        "cannot be used through /proc/self/exe");
  }

  private static void assertRefused(Pkcs11Token.Place place, String told) {
    assertThatThrownBy(() -> Pkcs11Token.open(place))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining(told)
        .hasMessageNotContaining("99998888");
    assertThat(place.toString()).doesNotContain("99998888");
  }
}
