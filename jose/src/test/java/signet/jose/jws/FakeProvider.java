package signet.jose.jws;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.List;
import java.util.Map;

/** A provider of ES256 that counts what it makes and behaves as a test wants it to. */
final class FakeProvider extends Provider {
  private static final long serialVersionUID = 1L;
  private static final String ES256 = "SHA256withECDSAinP1363Format";

  /** It takes keys by their encodings, so none that has no encoding. */
  private static final Map<String, String> ENCODED_KEYS =
      Map.of("SupportedKeyFormats", "PKCS#8|X.509");

  /** What its signatures do. */
  enum Behaviour {
    WORKS,
    ACCEPTS_ANYTHING,
    REFUSES_KEYS,
    FAILS_WHEN_IT_BEGINS,
    FAILS
  }

  private Behaviour behaviour = Behaviour.WORKS;
  private int made;

  FakeProvider(String name) {
    super(name, "1", "signatures of a test");
    putService(
        new Service(this, "Signature", ES256, "-", List.of(), ENCODED_KEYS) {
          @Override
          public Object newInstance(Object parameter) {
            made++;
            return new FakeSignature();
          }
        });
  }

  void behave(Behaviour next) {
    behaviour = next;
  }

  /** How many signature objects it has made. */
  int made() {
    return made;
  }

  @SuppressWarnings("deprecation") // Two methods that every SignatureSpi has to have.
  private final class FakeSignature extends SignatureSpi {
    private final Signature real;

    FakeSignature() {
      try {
        real = Signature.getInstance(ES256, "SunEC");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JVM has ECDSA", e);
      }
    }

    private void begin() throws InvalidKeyException {
      if (behaviour == Behaviour.REFUSES_KEYS) {
        throw new InvalidKeyException("a key of another's making");
      }
      if (behaviour == Behaviour.FAILS_WHEN_IT_BEGINS) {
        throw new ProviderException("away");
      }
    }

    private void end() throws SignatureException {
      if (behaviour == Behaviour.FAILS) {
        throw new SignatureException("away");
      }
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
      begin();
      real.initSign(key);
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
      begin();
      real.initVerify(key);
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
      end();
      return real.sign();
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
      end();
      return behaviour == Behaviour.ACCEPTS_ANYTHING || real.verify(signature);
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
