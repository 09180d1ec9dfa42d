package signet.jose.jws;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.PublicJwk;
import signet.jose.jwk.SecretJwk;

/**
 * A key bound to one algorithm, ready to verify. Immutable and safe for use by many threads: the
 * JCA objects are prepared once and pooled.
 */
public final class VerificationKey {
  private static final String NAMELESS_SECRET = "secret";

  private final Jwk jwk;
  private final JwsAlgorithm algorithm;
  private final String thumbprint;
  private final Check check;

  private interface Check {
    boolean holds(byte[] data, int offset, int length, byte[] signature);
  }

  private VerificationKey(Jwk jwk, JwsAlgorithm algorithm, Check check) {
    this.jwk = jwk;
    this.algorithm = algorithm;
    this.thumbprint =
        jwk instanceof SecretJwk ? jwk.kid().orElse(NAMELESS_SECRET) : jwk.thumbprint();
    this.check = check;
  }

  /**
   * Binds a key to an algorithm.
   *
   * @throws JwkException when the key is not for that algorithm, or too short for it
   */
  public static VerificationKey of(Jwk jwk, JwsAlgorithm algorithm) {
    KeyBinding.requireFit(jwk, algorithm);
    if (!KeyBinding.mayVerify(jwk) && !(jwk instanceof PrivateJwk)) {
      throw new JwkException(JwkException.Problem.INVALID, "the key's key_ops lack verify");
    }
    if (jwk instanceof SecretJwk secret) {
      return new VerificationKey(jwk, algorithm, new MacCheck(algorithm, secret.secret()));
    }
    PublicJwk publicJwk = jwk instanceof PrivateJwk pair ? pair.toPublic() : (PublicJwk) jwk;
    return new VerificationKey(
        publicJwk, algorithm, new SignatureCheck(algorithm, publicJwk.publicKey()));
  }

  /** As {@link #of(Jwk, JwsAlgorithm)} with the key's own {@code alg}. */
  public static VerificationKey of(Jwk jwk) {
    return of(jwk, KeyBinding.ownAlgorithm(jwk));
  }

  /** The one algorithm that the key verifies. */
  public JwsAlgorithm algorithm() {
    return algorithm;
  }

  /** How a header names the key. */
  public Optional<String> kid() {
    return jwk.kid();
  }

  /**
   * By what the key is revoked: the RFC 7638 thumbprint. For a secret, whose thumbprint would let
   * anyone who reads it test guesses offline, it is the {@code kid}, and {@code secret} where that
   * is missing.
   */
  public String thumbprint() {
    return thumbprint;
  }

  /** The key as it was given, a pair as its public half. */
  Jwk jwk() {
    return jwk;
  }

  /**
   * Whether {@code signature} is this key's over {@code data}; never throws for what a stranger
   * sent.
   */
  public boolean verify(byte[] data, byte[] signature) {
    return verify(data, 0, data.length, signature);
  }

  boolean verify(byte[] data, int offset, int length, byte[] signature) {
    return check.holds(data, offset, length, signature);
  }

  @Override
  public String toString() {
    return "VerificationKey[" + algorithm.wireName() + ", kid=" + jwk.kid().orElse("none") + "]";
  }

  private static final class MacCheck implements Check {
    private final int codeBytes;
    private final Hmac hmac;

    MacCheck(JwsAlgorithm algorithm, byte[] secret) {
      this.codeBytes = algorithm.hashBytes();
      this.hmac = new Hmac(algorithm, secret);
    }

    @Override
    public boolean holds(byte[] data, int offset, int length, byte[] signature) {
      return signature.length == codeBytes
          && MessageDigest.isEqual(hmac.of(data, offset, length), signature);
    }
  }

  private static final class SignatureCheck implements Check {
    private final JwsAlgorithm algorithm;
    private final PublicKey key;
    private final int signatureBytes;
    private final byte @Nullable [] curveOrder;
    private final EnginePool<Signature> pool = new EnginePool<>();

    SignatureCheck(JwsAlgorithm algorithm, PublicKey key) {
      this.algorithm = algorithm;
      this.key = key;
      this.signatureBytes = signatureBytes(algorithm, key);
      this.curveOrder =
          key instanceof ECPublicKey ec
              ? unsigned(ec.getParams().getOrder(), signatureBytes / 2)
              : null;
      pool.give(JcaEngines.verifier(algorithm, key));
    }

    private static int signatureBytes(JwsAlgorithm algorithm, PublicKey key) {
      if (key instanceof RSAPublicKey rsa) {
        return (rsa.getModulus().bitLength() + 7) / 8;
      }
      return switch (algorithm) {
        case ML_DSA_44 -> 2420;
        case ML_DSA_65 -> 3309;
        case ML_DSA_87 -> 4627;
        default -> 2 * algorithm.curve().orElseThrow().coordinateBytes();
      };
    }

    private static byte[] unsigned(BigInteger value, int length) {
      byte[] signed = value.toByteArray();
      byte[] bytes = new byte[length];
      int used = Math.min(signed.length, length);
      System.arraycopy(signed, signed.length - used, bytes, length - used, used);
      return bytes;
    }

    @Override
    public boolean holds(byte[] data, int offset, int length, byte[] signature) {
      if (signature.length != signatureBytes
          || (curveOrder != null && !isInRange(signature, curveOrder))) {
        return false;
      }
      Signature pooled = pool.take();
      Signature engine = pooled != null ? pooled : JcaEngines.verifier(algorithm, key);
      try {
        engine.update(data, offset, length);
        boolean holds = engine.verify(signature);
        pool.give(engine);
        return holds;
      } catch (SignatureException e) {
        // The provider's way to say that the signature is malformed; its object is not used again.
        return false;
      }
    }

    /**
     * Whether r and s lie in [1, n − 1], which CVE-2022-21449 forgot to ask (FIPS 186-5 §6.4.2).
     */
    private static boolean isInRange(byte[] signature, byte[] order) {
      int half = signature.length / 2;
      return isInRange(signature, 0, half, order) && isInRange(signature, half, 2 * half, order);
    }

    private static boolean isInRange(byte[] signature, int from, int to, byte[] order) {
      int any = 0;
      for (int i = from; i < to; i++) {
        any |= signature[i];
      }
      return any != 0 && Arrays.compareUnsigned(signature, from, to, order, 0, order.length) < 0;
    }
  }
}
