package signet.server.key;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.ECGenParameterSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.PublicJwk;
import signet.jose.jwk.SecretJwk;
import signet.jose.jws.SigningKey;
import signet.runtime.start.StartupException;

/** Keys for ES256 in a device that can be pulled: it then forgets the handles it gave out. */
final class FakeDevice implements PrivateKeys {
  private final String scheme;
  private final Map<String, KeyPair> pairs = new HashMap<>();
  private boolean isPlugged = true;
  private int generation;
  private int signatures;
  private int reopened;

  FakeDevice() {
    this(IN_TOKEN + "object=");
  }

  /** With another beginning of what is stored. */
  FakeDevice(String scheme) {
    this.scheme = scheme;
  }

  void pull() {
    isPlugged = false;
    generation++;
  }

  void plugIn() {
    isPlugged = true;
  }

  int signatures() {
    return signatures;
  }

  int reopened() {
    return reopened;
  }

  @Override
  public Generated generate(JwsAlgorithm algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      PublicJwk jwk = PublicJwk.of(pair.getPublic());
      String kid = jwk.thumbprint();
      pairs.put(kid, pair);
      return new Generated(kid, jwk.withKid(kid).withAlgorithm(algorithm).toJson(), scheme + kid);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has P-256", e);
    }
  }

  @Override
  public SigningKey open(StoredKey key) {
    if (!isPlugged) {
      throw StartupException.surroundings("the device is not plugged in");
    }
    KeyPair pair = pairs.get(key.kid());
    return SigningKey.of(
        PrivateJwk.of(pair.getPublic(), pair.getPrivate()).withKid(key.kid()),
        JwsAlgorithm.ES256,
        new Handles(generation));
  }

  @Override
  public SigningKey reopen(StoredKey key) {
    reopened++;
    return open(key);
  }

  @Override
  public SecretJwk openSecret(StoredKey key) {
    throw new IllegalStateException("pairs alone");
  }

  /** What was valid between one plugging in and the next pull. */
  private final class Handles extends Provider {
    private static final long serialVersionUID = 1L;

    Handles(int valid) {
      super("FakeDevice", "1", "a device that can be pulled");
      putService(
          new Service(this, "Signature", "SHA256withECDSAinP1363Format", "-", List.of(), Map.of()) {
            @Override
            public Object newInstance(Object parameter) {
              return new DeviceSignature(valid);
            }
          });
    }
  }

  @SuppressWarnings("deprecation") // Two methods that every SignatureSpi has to have.
  private final class DeviceSignature extends SignatureSpi {
    private final int valid;
    private final Signature real;

    DeviceSignature(int valid) {
      this.valid = valid;
      try {
        real = Signature.getInstance("SHA256withECDSAinP1363Format");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JVM has ECDSA", e);
      }
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
      real.initSign(key);
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
      throw new InvalidKeyException("signs alone");
    }

    @Override
    protected void engineUpdate(byte data) throws SignatureException {
      real.update(data);
    }

    @Override
    protected void engineUpdate(byte[] data, int from, int length) throws SignatureException {
      real.update(data, from, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
      signatures++;
      if (!isPlugged || valid != generation) {
        throw new SignatureException("the handle is of before the device was pulled");
      }
      return real.sign();
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
      throw new SignatureException("signs alone");
    }

    @Override
    protected void engineSetParameter(String name, Object value) {
      throw new InvalidParameterException("there are none");
    }

    @Override
    protected Object engineGetParameter(String name) {
      throw new InvalidParameterException("there are none");
    }
  }
}
