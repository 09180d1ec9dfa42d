package signet.benchmarks;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;

/** Whose cryptography all contenders use alike. */
public enum CryptoProvider {
  /** What comes with the JDK. */
  JDK,
  /** Amazon Corretto Crypto Provider, put first. */
  CORRETTO;

  void install() {
    if (this == CORRETTO) {
      AmazonCorrettoCryptoProvider.install();
      AmazonCorrettoCryptoProvider.INSTANCE.assertHealthy();
    }
  }
}
