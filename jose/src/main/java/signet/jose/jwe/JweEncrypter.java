package signet.jose.jwe;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import signet.jose.internal.Base64Url;
import signet.jose.internal.JsonWriter;
import signet.jose.jwa.Curve;
import signet.jose.jwa.JweAlgorithm;
import signet.jose.jwa.JweEncryption;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.PublicJwk;
import signet.jose.jwk.SecretJwk;

/** Encrypts for one recipient into compact JWE. Immutable and safe for use by many threads. */
public final class JweEncrypter {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Jwk key;
  private final JweAlgorithm algorithm;
  private final JweEncryption encryption;

  private JweEncrypter(Jwk key, JweAlgorithm algorithm, JweEncryption encryption) {
    this.key = key;
    this.algorithm = algorithm;
    this.encryption = encryption;
  }

  /**
   * An encrypter for the holder of the private or shared key.
   *
   * @param key the recipient's public key, or the shared secret
   * @throws JwkException when the key does not fit the algorithm
   */
  public static JweEncrypter of(Jwk key, JweAlgorithm algorithm, JweEncryption encryption) {
    Jwk recipient = key instanceof PrivateJwk pair ? pair.toPublic() : key;
    JweKeyBinding.requireFit(recipient, algorithm, encryption);
    return new JweEncrypter(recipient, algorithm, encryption);
  }

  /** A nested token (RFC 7519 §5.2): the signed token encrypted, {@code cty} JWT. */
  public String encryptNested(String signedToken) {
    return encrypt(signedToken.getBytes(StandardCharsets.US_ASCII), Map.of("cty", "JWT"));
  }

  /** The compact JWE of {@code plaintext}. */
  public String encrypt(byte[] plaintext) {
    return encrypt(plaintext, Map.of());
  }

  private String encrypt(byte[] plaintext, Map<String, Object> extraHeader) {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("alg", algorithm.wireName());
    header.put("enc", encryption.wireName());
    key.kid().ifPresent(kid -> header.put("kid", kid));
    header.putAll(extraHeader);
    try {
      byte[] iv = random(encryption.ivBytes());
      // The key's own members are added to the header, which is then the additional data.
      WrappedKey wrapped = wrap(header);
      String protectedHeader =
          Base64Url.encode(JsonWriter.write(header).getBytes(StandardCharsets.UTF_8));
      byte[] aad = protectedHeader.getBytes(StandardCharsets.US_ASCII);
      ContentEncryption.Sealed sealed =
          ContentEncryption.encrypt(encryption, wrapped.cek(), iv, aad, plaintext);
      return String.join(
          ".",
          protectedHeader,
          Base64Url.encode(wrapped.encryptedKey()),
          Base64Url.encode(iv),
          Base64Url.encode(sealed.ciphertext()),
          Base64Url.encode(sealed.tag()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM cannot encrypt with " + algorithm.wireName(), e);
    }
  }

  private record WrappedKey(byte[] cek, byte[] encryptedKey) {}

  private WrappedKey wrap(Map<String, Object> header) throws GeneralSecurityException {
    if (algorithm.isAgreement()) {
      byte[] agreed = agree((PublicJwk) key, header);
      return algorithm.isDirect() ? new WrappedKey(agreed, new byte[0]) : wrapAes(agreed);
    }
    if (key instanceof SecretJwk secret) {
      if (algorithm == JweAlgorithm.DIR) {
        return new WrappedKey(secret.secret(), new byte[0]);
      }
      return algorithm.isGcmWrap() ? wrapGcm(secret.secret(), header) : wrapAes(secret.secret());
    }
    byte[] cek = random(encryption.keyBytes());
    return new WrappedKey(
        cek,
        KeyUnwrapping.oaep(Cipher.ENCRYPT_MODE, algorithm, ((PublicJwk) key).publicKey(), cek));
  }

  private WrappedKey wrapAes(byte[] wrappingKey) throws GeneralSecurityException {
    byte[] cek = random(encryption.keyBytes());
    Cipher cipher = Cipher.getInstance("AESWrap");
    cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(wrappingKey, "AES"));
    return new WrappedKey(cek, cipher.wrap(new SecretKeySpec(cek, "AES")));
  }

  private WrappedKey wrapGcm(byte[] wrappingKey, Map<String, Object> header)
      throws GeneralSecurityException {
    byte[] cek = random(encryption.keyBytes());
    byte[] iv = random(JweEncryption.A128GCM.ivBytes());
    ContentEncryption.Sealed sealed =
        ContentEncryption.encrypt(JweEncryption.A128GCM, wrappingKey, iv, new byte[0], cek);
    header.put("iv", Base64Url.encode(iv));
    header.put("tag", Base64Url.encode(sealed.tag()));
    return new WrappedKey(cek, sealed.ciphertext());
  }

  private byte[] agree(PublicJwk recipient, Map<String, Object> header)
      throws GeneralSecurityException {
    Curve curve = recipient.curve().orElseThrow();
    PrivateJwk ephemeral = PrivateJwk.generateForAgreement(curve);
    header.put("epk", ephemeral.toPublic().toMembers());
    return KeyAgreementScheme.derive(
        algorithm,
        encryption,
        curve,
        ephemeral.privateKey(),
        recipient.publicKey(),
        new byte[0],
        new byte[0]);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  @Override
  public String toString() {
    return "JweEncrypter[" + algorithm.wireName() + ", " + encryption.wireName() + "]";
  }
}
