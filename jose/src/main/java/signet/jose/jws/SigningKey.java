package signet.jose.jws;

import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.SecretJwk;

/**
 * A private or secret key bound to one algorithm, ready to sign. Immutable and safe for use by many
 * threads; {@code toString} shows the algorithm and the {@code kid} alone.
 */
public final class SigningKey {
  private final Jwk jwk;
  private final JwsAlgorithm algorithm;
  private final Operation operation;

  private interface Operation {
    byte[] sign(byte[] data);
  }

  private SigningKey(Jwk jwk, JwsAlgorithm algorithm, Operation operation) {
    this.jwk = jwk;
    this.algorithm = algorithm;
    this.operation = operation;
  }

  /**
   * A pair with the key's own {@code alg}.
   *
   * @throws JwkException when it has none
   */
  public static SigningKey of(PrivateJwk jwk) {
    return of(jwk, KeyBinding.ownAlgorithm(jwk));
  }

  /**
   * A secret with the key's own {@code alg}.
   *
   * @throws JwkException when it has none, or is shorter than the hash
   */
  public static SigningKey of(SecretJwk jwk) {
    return of(jwk, KeyBinding.ownAlgorithm(jwk));
  }

  /**
   * A pair bound to an algorithm.
   *
   * @throws JwkException when the key is not for it
   */
  public static SigningKey of(PrivateJwk jwk, JwsAlgorithm algorithm) {
    KeyBinding.requireFit(jwk, algorithm);
    return new SigningKey(
        jwk, algorithm, new SignatureOperation(algorithm, jwk.privateKey(), null));
  }

  /**
   * A pair bound to an algorithm, whose private half lives in a device and is used through that
   * device's provider, such as a PKCS#11 token. {@link #sign} asks the device each time.
   *
   * @throws JwkException when the key is not for the algorithm
   * @throws KeyUnavailableException when the device does not answer
   */
  public static SigningKey of(PrivateJwk jwk, JwsAlgorithm algorithm, Provider device) {
    KeyBinding.requireFit(jwk, algorithm);
    return new SigningKey(
        jwk, algorithm, new SignatureOperation(algorithm, jwk.privateKey(), device));
  }

  /**
   * A secret bound to an algorithm.
   *
   * @throws JwkException when the secret is shorter than the hash (RFC 7518 §3.2)
   */
  public static SigningKey of(SecretJwk jwk, JwsAlgorithm algorithm) {
    KeyBinding.requireFit(jwk, algorithm);
    return new SigningKey(jwk, algorithm, new MacOperation(algorithm, jwk.secret()));
  }

  /** The one algorithm that the key signs with. */
  public JwsAlgorithm algorithm() {
    return algorithm;
  }

  /**
   * The {@code alg} of the headers of what it signs: as the key's own {@code alg} spells it, so
   * that header and published key agree ({@code EdDSA} is an older name of Ed25519).
   */
  public String algorithmName() {
    return jwk.alg().orElse(algorithm.wireName());
  }

  /** The name that goes into the headers of what it signs. */
  public Optional<String> kid() {
    return jwk.kid();
  }

  /**
   * The signature over {@code data} in the form that JWS wants: for ECDSA r and s, one after the
   * other.
   *
   * @throws KeyUnavailableException when the key lives in a device that does not answer
   */
  public byte[] sign(byte[] data) {
    return operation.sign(data);
  }

  @Override
  public String toString() {
    return "SigningKey[" + algorithm.wireName() + ", kid=" + jwk.kid().orElse("none") + "]";
  }

  private static final class MacOperation implements Operation {
    private final Hmac hmac;

    MacOperation(JwsAlgorithm algorithm, byte[] secret) {
      this.hmac = new Hmac(algorithm, secret);
    }

    @Override
    public byte[] sign(byte[] data) {
      return hmac.of(data, 0, data.length);
    }
  }

  private static final class SignatureOperation implements Operation {
    private final JwsAlgorithm algorithm;
    private final PrivateKey key;
    private final @Nullable Provider device;
    private final EnginePool<Signature> pool = new EnginePool<>();

    SignatureOperation(JwsAlgorithm algorithm, PrivateKey key, @Nullable Provider device) {
      this.algorithm = algorithm;
      this.key = key;
      this.device = device;
      pool.give(JcaEngines.signer(algorithm, key, device));
    }

    @Override
    public byte[] sign(byte[] data) {
      Signature pooled = pool.take();
      if (pooled != null) {
        try {
          return sign(pooled, data);
        } catch (SignatureException | ProviderException e) {
          // A device forgets its sessions when it was away; a new one may do. Not given back.
        }
      }
      try {
        return sign(JcaEngines.signer(algorithm, key, device), data);
      } catch (SignatureException | ProviderException e) {
        throw new KeyUnavailableException("the key could not sign with " + algorithm.wireName(), e);
      }
    }

    private byte[] sign(Signature engine, byte[] data) throws SignatureException {
      engine.update(data);
      byte[] signature = engine.sign();
      pool.give(engine);
      return signature;
    }
  }
}
