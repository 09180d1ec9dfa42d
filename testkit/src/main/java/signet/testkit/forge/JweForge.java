package signet.testkit.forge;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import signet.testkit.json.Json;

/**
 * Makes compact encrypted tokens with raw JDK calls (RFC 7516, RFC 7518 §4 and §5), the forbidden
 * RSA1_5 included. Immutable: each method answers with a changed copy. Parts are altered afterwards
 * with {@link Damage}, whose indices count the five parts from 0.
 */
public final class JweForge {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, @Nullable Object> header;
  private final String enc;
  private final byte[] contentKey;
  private final byte[] encryptedKey;

  private JweForge(
      Map<String, @Nullable Object> header, String enc, byte[] contentKey, byte[] encryptedKey) {
    this.header = header;
    this.enc = enc;
    this.contentKey = contentKey;
    this.encryptedKey = encryptedKey;
  }

  /** Shared secret, used as it is. */
  public static JweForge dir(String enc, byte[] secret) {
    return new JweForge(header("dir", enc), enc, secret.clone(), new byte[0]);
  }

  /** A128KW, A192KW or A256KW, and the GCMKW forms, with a content key of the right length. */
  public static JweForge wrapped(String alg, String enc, byte[] secret) {
    return wrapped(alg, enc, secret, random(keyBytes(enc)));
  }

  /** The same with a content key of any length. */
  public static JweForge wrapped(String alg, String enc, byte[] secret, byte[] contentKey) {
    Map<String, @Nullable Object> header = header(alg, enc);
    try {
      if (!alg.endsWith("GCMKW")) {
        return new JweForge(header, enc, contentKey, wrap(secret, contentKey));
      }
      byte[] iv = random(12);
      byte[] sealed = gcm(secret, iv, new byte[0], contentKey);
      header.put("iv", Base64Url.encode(iv));
      header.put("tag", Base64Url.encode(tail(sealed, 16)));
      return new JweForge(header, enc, contentKey, head(sealed, 16));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** RSA-OAEP, RSA-OAEP-256 or RSA1_5. */
  public static JweForge rsa(String alg, String enc, PublicKey recipient) {
    byte[] contentKey = random(keyBytes(enc));
    try {
      boolean oaep = alg.startsWith("RSA-OAEP");
      Cipher cipher = Cipher.getInstance(oaep ? "RSA/ECB/OAEPPadding" : "RSA/ECB/PKCS1Padding");
      if (oaep) {
        String hash = alg.equals("RSA-OAEP") ? "SHA-1" : "SHA-256";
        AlgorithmParameterSpec spec =
            new OAEPParameterSpec(
                hash, "MGF1", new MGF1ParameterSpec(hash), PSource.PSpecified.DEFAULT);
        cipher.init(Cipher.ENCRYPT_MODE, recipient, spec);
      } else {
        cipher.init(Cipher.ENCRYPT_MODE, recipient);
      }
      return new JweForge(header(alg, enc), enc, contentKey, cipher.doFinal(contentKey));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** ECDH-ES and its +KW forms, to a key on a NIST curve or X25519. */
  public static JweForge agreed(String alg, String enc, PublicKey recipient) {
    try {
      boolean nist = recipient instanceof ECPublicKey;
      KeyPairGenerator generator = KeyPairGenerator.getInstance(nist ? "EC" : "X25519");
      generator.initialize(
          nist ? ((ECPublicKey) recipient).getParams() : new NamedParameterSpec("X25519"));
      KeyPair ephemeral = generator.generateKeyPair();
      Map<String, @Nullable Object> header = header(alg, enc);
      header.put("epk", agreementJwk(ephemeral.getPublic()));
      KeyAgreement agreement = KeyAgreement.getInstance(nist ? "ECDH" : "X25519");
      agreement.init(ephemeral.getPrivate());
      agreement.doPhase(recipient, true);
      byte[] shared = agreement.generateSecret();
      if (alg.equals("ECDH-ES")) {
        return new JweForge(header, enc, kdf(shared, enc, keyBytes(enc)), new byte[0]);
      }
      int wrapBytes = Integer.parseInt(alg.replaceAll("ECDH-ES\\+A([0-9]+)KW", "$1")) / 8;
      byte[] contentKey = random(keyBytes(enc));
      byte[] wrapping = kdf(shared, alg, wrapBytes);
      return new JweForge(header, enc, contentKey, wrap(wrapping, contentKey));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The members of a public agreement key's JWK. */
  public static Map<String, @Nullable Object> agreementJwk(PublicKey key) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    if (key instanceof ECPublicKey) {
      members.putAll(ForgeKey.pair("ES256", new KeyPair(key, null)).jwkMembers());
      members.remove("alg");
      members.remove("kid");
    } else {
      byte[] spki = key.getEncoded();
      members.put("kty", "OKP");
      members.put("crv", "X25519");
      members.put("x", Base64Url.encode(Arrays.copyOfRange(spki, spki.length - 32, spki.length)));
    }
    return members;
  }

  /** Sets a member of the header. */
  public JweForge header(String name, @Nullable Object value) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(header);
    changed.put(name, value);
    return new JweForge(changed, enc, contentKey, encryptedKey);
  }

  /** Leaves a member of the header out. */
  public JweForge withoutHeader(String name) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(header);
    changed.remove(name);
    return new JweForge(changed, enc, contentKey, encryptedKey);
  }

  /** The token around a text. */
  public String encrypt(String plaintext) {
    return encrypt(plaintext.getBytes(StandardCharsets.UTF_8));
  }

  /** The token around bytes. */
  public String encrypt(byte[] plaintext) {
    String first = Base64Url.encode(Json.write(header));
    byte[] aad = first.getBytes(StandardCharsets.US_ASCII);
    byte[] iv = random(enc.endsWith("GCM") ? 12 : 16);
    try {
      byte[] sealed =
          enc.endsWith("GCM") ? gcm(contentKey, iv, aad, plaintext) : cbc(iv, aad, plaintext);
      int tagBytes = enc.endsWith("GCM") ? 16 : keyBytes(enc) / 2;
      return String.join(
          ".",
          first,
          Base64Url.encode(encryptedKey),
          Base64Url.encode(iv),
          Base64Url.encode(head(sealed, tagBytes)),
          Base64Url.encode(tail(sealed, tagBytes)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The length of the content key that {@code enc} takes. */
  public static int keyBytes(String enc) {
    int bits = Integer.parseInt(enc.substring(1, 4));
    return enc.endsWith("GCM") ? bits / 8 : bits / 4;
  }

  private static Map<String, @Nullable Object> header(String alg, String enc) {
    Map<String, @Nullable Object> header = new LinkedHashMap<>();
    header.put("alg", alg);
    header.put("enc", enc);
    return header;
  }

  private static byte[] gcm(byte[] key, byte[] iv, byte[] aad, byte[] text)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
    cipher.updateAAD(aad);
    return cipher.doFinal(text);
  }

  /** RFC 7518 §5.2.2.1. */
  private byte[] cbc(byte[] iv, byte[] aad, byte[] text) throws GeneralSecurityException {
    int half = contentKey.length / 2;
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(
        Cipher.ENCRYPT_MODE,
        new SecretKeySpec(contentKey, half, half, "AES"),
        new IvParameterSpec(iv));
    byte[] ciphertext = cipher.doFinal(text);
    Mac mac = Mac.getInstance("HmacSHA" + enc.substring(enc.length() - 3));
    mac.init(new SecretKeySpec(contentKey, 0, half, "HMAC"));
    mac.update(aad);
    mac.update(iv);
    mac.update(ciphertext);
    byte[] tag = mac.doFinal(ByteBuffer.allocate(8).putLong(8L * aad.length).array());
    return PublicForms.join(ciphertext, Arrays.copyOf(tag, half));
  }

  private static byte[] wrap(byte[] wrapping, byte[] key) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AESWrap");
    cipher.init(Cipher.WRAP_MODE, new SecretKeySpec(wrapping, "AES"));
    return cipher.wrap(new SecretKeySpec(key, "AES"));
  }

  /** The Concat KDF of RFC 7518 §4.6.2 without party information. */
  private static byte[] kdf(byte[] shared, String id, int bytes) throws GeneralSecurityException {
    byte[] name = id.getBytes(StandardCharsets.US_ASCII);
    byte[] derived = new byte[0];
    for (int round = 1; derived.length < bytes; round++) {
      ByteBuffer input = ByteBuffer.allocate(shared.length + name.length + 20);
      input.putInt(round).put(shared).putInt(name.length).put(name);
      input.putInt(0).putInt(0).putInt(8 * bytes);
      byte[] block = MessageDigest.getInstance("SHA-256").digest(input.array());
      derived = PublicForms.join(derived, block);
    }
    return Arrays.copyOf(derived, bytes);
  }

  private static byte[] head(byte[] bytes, int without) {
    return Arrays.copyOf(bytes, bytes.length - without);
  }

  private static byte[] tail(byte[] bytes, int length) {
    return Arrays.copyOfRange(bytes, bytes.length - length, bytes.length);
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }
}
