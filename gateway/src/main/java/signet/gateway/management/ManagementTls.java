package signet.gateway.management;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.Optional;
import signet.gateway.config.GatewayConfig;
import signet.runtime.tls.TlsCertificate;
import signet.runtime.tls.TlsVersions;
import signet.runtime.tls.TrustedCertificates;

/**
 * The management listener's certificate, and whom it checks certificates of clients against; both
 * are read again when their files change. A client may show none: then its address decides. Used by
 * one thread at a time.
 */
public final class ManagementTls {

  private final TlsCertificate certificate;
  private final Optional<TrustedCertificates> clients;
  private TlsCertificate.PemPair pair;
  private Optional<String> clientCa;

  /**
   * Reads the files.
   *
   * @throws signet.runtime.start.StartupException if one cannot be used
   */
  public ManagementTls(GatewayConfig.ManagementTls settings) {
    certificate = new TlsCertificate(settings.files().certificate(), settings.files().key());
    clients =
        settings.clientCa().map(file -> new TrustedCertificates(file, "management.tls.client-ca"));
    pair = certificate.first();
    clientCa = clients.map(TrustedCertificates::first);
  }

  void apply(HttpServerOptions options) {
    options
        .setSsl(true)
        .setEnabledSecureTransportProtocols(TlsVersions.SPOKEN)
        .setKeyCertOptions(keyCertificate());
    clientCa.ifPresent(
        pem -> options.setClientAuth(ClientAuth.REQUEST).setTrustOptions(trusted(pem)));
  }

  /** What is to be used from now on, where a file has changed; blocks on the disk. */
  Optional<ServerSSLOptions> newer() {
    Optional<TlsCertificate.PemPair> newPair = certificate.newer();
    Optional<String> newCa = clients.flatMap(TrustedCertificates::newer);
    if (newPair.isEmpty() && newCa.isEmpty()) {
      return Optional.empty();
    }
    pair = newPair.orElse(pair);
    clientCa = newCa.or(() -> clientCa);
    ServerSSLOptions options = new ServerSSLOptions();
    options
        .setEnabledSecureTransportProtocols(TlsVersions.SPOKEN)
        .setKeyCertOptions(keyCertificate());
    clientCa.ifPresent(
        pem -> options.setClientAuth(ClientAuth.REQUEST).setTrustOptions(trusted(pem)));
    return Optional.of(options);
  }

  private PemKeyCertOptions keyCertificate() {
    return new PemKeyCertOptions()
        .addCertValue(Buffer.buffer(pair.certificate()))
        .addKeyValue(Buffer.buffer(pair.key()));
  }

  private static PemTrustOptions trusted(String pem) {
    return new PemTrustOptions().addCertValue(Buffer.buffer(pem));
  }
}
