package signet.jose.jws;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signet.jose.jwa.JwsAlgorithm;

/**
 * Makes the JCA objects of a signature algorithm and a key. Amazon Corretto Crypto Provider is
 * taken where the application has installed it and it knows the algorithm.
 */
final class JcaEngines {
  private static final String CORRETTO = "AmazonCorrettoCryptoProvider";

  private JcaEngines() {}

  static Signature verifier(JwsAlgorithm algorithm, PublicKey key) {
    return prepared(algorithm, key, signature -> signature.initVerify(key));
  }

  /** With the provider of the device in which the key lives, or with the fastest one. */
  static Signature signer(JwsAlgorithm algorithm, PrivateKey key, @Nullable Provider device) {
    if (device == null) {
      return prepared(algorithm, key, signature -> signature.initSign(key));
    }
    try {
      return prepared(
          Signature.getInstance(algorithm.jcaName(), device),
          algorithm,
          signature -> signature.initSign(key));
    } catch (GeneralSecurityException | ProviderException e) {
      throw new KeyUnavailableException(
          "the device of the key cannot use it with " + algorithm.wireName(), e);
    }
  }

  private interface Initialization {
    void init(Signature signature) throws InvalidKeyException;
  }

  private static Signature prepared(
      JwsAlgorithm algorithm, Key key, Initialization initialization) {
    try {
      Optional<Provider> fast = corretto(algorithm, key);
      if (fast.isPresent()) {
        try {
          return prepared(
              Signature.getInstance(algorithm.jcaName(), fast.get()), algorithm, initialization);
        } catch (InvalidKeyException e) {
          // A key of another provider's making, such as a PKCS#11 one: the search by key finds its
          // home.
          return prepared(Signature.getInstance(algorithm.jcaName()), algorithm, initialization);
        }
      }
      return prepared(Signature.getInstance(algorithm.jcaName()), algorithm, initialization);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "this JVM cannot use the key with " + algorithm.wireName(), e);
    }
  }

  private static Signature prepared(
      Signature signature, JwsAlgorithm algorithm, Initialization initialization)
      throws GeneralSecurityException {
    if (algorithm.isPss()) {
      // RFC 7518 §3.5: MGF1 with the same hash, the salt as long as the hash.
      String hash = "SHA-" + algorithm.hashBytes() * 8;
      signature.setParameter(
          new PSSParameterSpec(
              hash, "MGF1", new MGF1ParameterSpec(hash), algorithm.hashBytes(), 1));
    }
    initialization.init(signature);
    return signature;
  }

  private static Optional<Provider> corretto(JwsAlgorithm algorithm, Key key) {
    return Optional.ofNullable(Security.getProvider(CORRETTO))
        .filter(provider -> provider.getService("Signature", algorithm.jcaName()) != null)
        // A private key without an encoding lives in hardware, where only its own provider reaches
        // it.
        .filter(provider -> !(key instanceof PrivateKey) || key.getEncoded() != null);
  }
}
