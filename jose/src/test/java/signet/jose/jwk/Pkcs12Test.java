package signet.jose.jwk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import signet.jose.jwk.JwkException.Problem;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.PublicForms;

class Pkcs12Test {
  private static final char[] PASSWORD = "a password".toCharArray();
  private static final ForgeKey FIRST = ForgeKey.generate("ES256");
  private static final ForgeKey SECOND = ForgeKey.generate("ES384");

  private KeyStore store;

  @BeforeEach
  void makeStore() throws GeneralSecurityException, IOException {
    store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
  }

  private static Certificate certificate(ForgeKey key) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(PublicForms.certificate(key)));
  }

  private void addPair(String alias, ForgeKey key) throws GeneralSecurityException {
    store.setKeyEntry(alias, key.privateKey(), PASSWORD, new Certificate[] {certificate(key)});
  }

  private byte[] file() throws GeneralSecurityException, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, PASSWORD);
    return out.toByteArray();
  }

  private static String thumbprint(ForgeKey key) {
    return Jwk.parse(key.jwk()).thumbprint();
  }

  private static void assertRefused(Problem problem, byte[] file, char[] password) {
    JwkException refused =
        catchThrowableOfType(JwkException.class, () -> Pkcs12.read(file, password));
    assertThat(refused).isNotNull();
    assertThat(refused.problem()).isEqualTo(problem);
  }

  @Test
  void readsPairsInOrderOfTheirAliases() throws Exception {
    addPair("b", SECOND);
    addPair("a", FIRST);
    store.setCertificateEntry("0", certificate(ForgeKey.generate("ES256")));
    assertThat(Pkcs12.read(file(), PASSWORD))
        .extracting(PrivateJwk::thumbprint)
        .containsExactly(thumbprint(FIRST), thumbprint(SECOND));
  }

  @Test
  void fileWithoutAPairIsRefused() throws Exception {
    store.setCertificateEntry("a", certificate(FIRST));
    store.setEntry(
        "b",
        new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[16], "AES")),
        new KeyStore.PasswordProtection(PASSWORD));
    assertRefused(Problem.MALFORMED, file(), PASSWORD);
  }

  @Test
  void passwordHasToBeRight() throws Exception {
    addPair("a", FIRST);
    assertRefused(Problem.INVALID, file(), "another".toCharArray());
    assertRefused(Problem.INVALID, new byte[] {1, 2, 3}, PASSWORD);
  }

  @Test
  void halvesHaveToBelongTogether() throws Exception {
    store.setKeyEntry(
        "a",
        FIRST.privateKey(),
        PASSWORD,
        new Certificate[] {certificate(ForgeKey.generate("ES256"))});
    assertRefused(Problem.INVALID, file(), PASSWORD);
  }
}
