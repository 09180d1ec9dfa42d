package signet.gateway.upstream;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import signet.gateway.config.GatewayConfig.UpstreamSettings;
import signet.runtime.start.StartupException;
import signet.runtime.tls.TlsCertificate;
import signet.runtime.tls.TlsVersions;
import signet.runtime.tls.TrustedCertificates;

/**
 * The connections of one event loop to one upstream. No other event loop uses them, so none waits
 * for another.
 *
 * @param requests for HTTP
 * @param webSockets for WebSockets
 */
public record UpstreamClients(HttpClient requests, WebSocketClient webSockets) {
  private static final Duration RETIREMENT = Duration.ofHours(1);
  private static final int KEEP_ALIVE_SECONDS = 30;
  private static final int MAX_HEADER_BYTES = 64 * 1024;
  private static final int MAX_STATUS_LINE_BYTES = 4 * 1024;

  /** What the files of an upstream's TLS hold, as it was read first. */
  public static final class Trust {
    private final Optional<TrustedCertificates> ca;
    private final Optional<TlsCertificate> certificate;

    private Trust(Optional<TrustedCertificates> ca, Optional<TlsCertificate> certificate) {
      this.ca = ca;
      this.certificate = certificate;
    }

    /**
     * Reads them.
     *
     * @throws StartupException if one cannot be read
     */
    public static Trust read(UpstreamSettings settings) {
      return new Trust(
          settings.ca().map(file -> new TrustedCertificates(file, "an upstream's tls.ca")),
          settings
              .certificate()
              .map(files -> new TlsCertificate(files.certificate(), files.key())));
    }

    /** Whether another one can be used since this was last asked; blocks on the disk. */
    public synchronized boolean hasChanged() {
      boolean changed = ca.flatMap(TrustedCertificates::newer).isPresent();
      return certificate.flatMap(TlsCertificate::newer).isPresent() || changed;
    }

    private void apply(ClientOptionsBase options) {
      options.setSsl(true).setEnabledSecureTransportProtocols(TlsVersions.SPOKEN);
      ca.map(TrustedCertificates::first)
          .ifPresent(
              pem ->
                  options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(pem))));
      certificate
          .map(TlsCertificate::first)
          .ifPresent(
              pair ->
                  options.setKeyCertOptions(
                      new PemKeyCertOptions()
                          .addCertValue(Buffer.buffer(pair.certificate()))
                          .addKeyValue(Buffer.buffer(pair.key()))));
    }
  }

  /** Makes the clients; to be called on the event loop that will use them. */
  public static UpstreamClients open(
      Vertx vertx, UpstreamSettings settings, Trust trust, Duration connect, int messageBytes) {
    int connectMillis = Math.toIntExact(connect.toMillis());
    HttpClientOptions options =
        new HttpClientOptions()
            .setConnectTimeout(connectMillis)
            .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setHttp2KeepAliveTimeout(KEEP_ALIVE_SECONDS)
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setMaxInitialLineLength(MAX_STATUS_LINE_BYTES)
            .setPipelining(false)
            .setDecompressionSupported(false)
            .setTracingPolicy(TracingPolicy.IGNORE);
    WebSocketClientOptions webSocket =
        new WebSocketClientOptions()
            .setConnectTimeout(connectMillis)
            .setMaxMessageSize(messageBytes)
            .setMaxFrameSize(messageBytes)
            .setMaxConnections(Integer.MAX_VALUE);
    if (settings.addresses().get(0).tls()) {
      trust.apply(options);
      trust.apply(webSocket);
      options.setVerifyHost(true);
      webSocket.setVerifyHost(true);
    }
    if (settings.http2()) {
      boolean tls = settings.addresses().get(0).tls();
      options
          .setProtocolVersion(HttpVersion.HTTP_2)
          .setUseAlpn(tls)
          .setAlpnVersions(List.of(HttpVersion.HTTP_2))
          // Services that speak it without TLS speak it from the first byte.
          .setHttp2ClearTextUpgrade(false);
    }
    PoolOptions pool =
        new PoolOptions()
            .setHttp1MaxSize(settings.connections())
            .setHttp2MaxSize(Math.min(settings.connections(), 4))
            .setCleanerPeriod(1_000)
            .setMaxWaitQueueSize(settings.waiting());
    return new UpstreamClients(
        vertx.createHttpClient(options, pool), vertx.createWebSocketClient(webSocket));
  }

  /** Closes both when a configuration is replaced: requests that go on under it may do so. */
  public void retire() {
    shutdown(RETIREMENT);
  }

  /** Closes both once what is under way has ended, or that time is over. */
  public void shutdown(Duration grace) {
    requests.shutdown(grace.toMillis(), TimeUnit.MILLISECONDS);
    webSockets.shutdown(grace.toMillis(), TimeUnit.MILLISECONDS);
  }
}
