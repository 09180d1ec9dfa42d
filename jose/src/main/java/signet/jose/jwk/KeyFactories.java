package signet.jose.jwk;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.NamedParameterSpec;
import java.util.Map;

/**
 * The JDK's own key factories. A provider that an application puts first may hand out key objects
 * that hide their members or ignore a given source of randomness; signing and verifying may use it
 * all the same.
 */
final class KeyFactories {
  private static final Map<String, String> JDK_PROVIDERS =
      Map.of("RSA", "SunRsaSign", "EC", "SunEC", "Ed25519", "SunEC", "X25519", "SunEC");

  private KeyFactories() {}

  static KeyFactory factory(String algorithm) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm, provider(algorithm));
  }

  static KeyPairGenerator generator(String algorithm) throws GeneralSecurityException {
    return KeyPairGenerator.getInstance(algorithm, provider(algorithm));
  }

  /**
   * The pair whose private half is {@code seed}: for the algorithms whose key generation draws just
   * that.
   */
  static KeyPair fromSeed(String algorithm, byte[] seed) throws GeneralSecurityException {
    KeyPairGenerator generator = generator(algorithm);
    generator.initialize(new NamedParameterSpec(algorithm), new Seed(seed));
    return generator.generateKeyPair();
  }

  private static String provider(String algorithm) {
    return JDK_PROVIDERS.getOrDefault(algorithm, "SUN");
  }

  /** Gives out one seed, once. */
  private static final class Seed extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final byte[] seed;
    private boolean used;

    Seed(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public synchronized void nextBytes(byte[] bytes) {
      if (used || bytes.length != seed.length) {
        throw new IllegalStateException(
            "key generation asked for other random bytes than its seed");
      }
      used = true;
      System.arraycopy(seed, 0, bytes, 0, seed.length);
    }
  }
}
