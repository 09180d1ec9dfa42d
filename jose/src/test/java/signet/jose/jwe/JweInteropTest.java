package signet.jose.jwe;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEEncrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESDecrypter;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.crypto.RSAEncrypter;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import signet.jose.jwa.Curve;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwa.JweEncryption;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.SecretJwk;

/** Every algorithm with every encryption, from ours to Nimbus and back. */
class JweInteropTest {
  private static final byte[] CONTENT = "a secret content".getBytes(StandardCharsets.UTF_8);
  private static final PrivateJwk RSA = rsa();
  private static final PrivateJwk EC = PrivateJwk.generateForAgreement(Curve.P_384);

  private static PrivateJwk rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      return PrivateJwk.of(pair.getPublic(), pair.getPrivate());
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<Arguments> combinations() {
    return Arrays.stream(JweAlgorithm.values())
        .flatMap(a -> Arrays.stream(JweEncryption.values()).map(e -> Arguments.of(a, e)));
  }

  private static Jwk key(JweAlgorithm algorithm, JweEncryption encryption) {
    if (algorithm.isAgreement()) {
      return EC;
    }
    if (algorithm == JweAlgorithm.RSA_OAEP || algorithm == JweAlgorithm.RSA_OAEP_256) {
      return RSA;
    }
    int length =
        algorithm == JweAlgorithm.DIR ? encryption.keyBytes() : algorithm.wrappingKeyBytes();
    byte[] secret = new byte[length];
    new SecureRandom().nextBytes(secret);
    return SecretJwk.of(secret);
  }

  private static JweDecrypter decrypter(Jwk key, JweAlgorithm algorithm, JweEncryption encryption) {
    return JweDecrypter.builder()
        .keys(JwkSet.of(key))
        .algorithms(algorithm)
        .encryptions(encryption)
        .build();
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void oursReadsNimbus(JweAlgorithm algorithm, JweEncryption encryption) throws Exception {
    Jwk key = key(algorithm, encryption);
    JWEObject jwe =
        new JWEObject(
            new JWEHeader(
                JWEAlgorithm.parse(algorithm.wireName()),
                EncryptionMethod.parse(encryption.wireName())),
            new Payload(CONTENT));
    jwe.encrypt(nimbusEncrypter(key, algorithm));
    JweDecryption decryption = decrypter(key, algorithm, encryption).decrypt(jwe.serialize());
    assertThat(decryption).isInstanceOf(JweDecryption.Decrypted.class);
    assertThat(((JweDecryption.Decrypted) decryption).plaintext()).isEqualTo(CONTENT);
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void nimbusReadsOurs(JweAlgorithm algorithm, JweEncryption encryption) throws Exception {
    Jwk key = key(algorithm, encryption);
    String token = JweEncrypter.of(key, algorithm, encryption).encrypt(CONTENT);
    JWEObject jwe = JWEObject.parse(token);
    jwe.decrypt(nimbusDecrypter(key, algorithm));
    assertThat(jwe.getPayload().toBytes()).isEqualTo(CONTENT);
  }

  private static JWEEncrypter nimbusEncrypter(Jwk key, JweAlgorithm algorithm)
      throws JOSEException {
    if (key instanceof SecretJwk secret) {
      return algorithm == JweAlgorithm.DIR
          ? new DirectEncrypter(secret.secret())
          : new AESEncrypter(secret.secret());
    }
    var publicKey = ((PrivateJwk) key).toPublic().publicKey();
    return publicKey instanceof RSAPublicKey rsa
        ? new RSAEncrypter(rsa)
        : new ECDHEncrypter((ECPublicKey) publicKey);
  }

  private static JWEDecrypter nimbusDecrypter(Jwk key, JweAlgorithm algorithm)
      throws JOSEException {
    if (key instanceof SecretJwk secret) {
      return algorithm == JweAlgorithm.DIR
          ? new DirectDecrypter(secret.secret())
          : new AESDecrypter(secret.secret());
    }
    var privateKey = ((PrivateJwk) key).privateKey();
    return privateKey instanceof ECPrivateKey ec
        ? new ECDHDecrypter(ec)
        : new RSADecrypter(privateKey);
  }
}
