package signet.runtime.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Security;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prefers Amazon Corretto's cryptography, which is several times as fast as the JDK's. */
public final class CryptoProvider {
  private static final Logger LOG = LoggerFactory.getLogger(CryptoProvider.class);

  private CryptoProvider() {}

  /** Puts it in front where it runs; elsewhere the JDK's serves. Does nothing a second time. */
  public static void install() {
    try {
      AmazonCorrettoCryptoProvider.install();
      AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
    } catch (RuntimeException | LinkageError e) {
      Security.removeProvider(AmazonCorrettoCryptoProvider.PROVIDER_NAME);
      LOG.info("Amazon Corretto's cryptography does not run here, so the JDK's is used");
    }
  }
}
