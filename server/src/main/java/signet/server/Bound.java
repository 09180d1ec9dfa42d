package signet.server;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import signet.runtime.start.ResourceStack;
import signet.runtime.start.StartupException;
import signet.runtime.tls.TlsCertificate;
import signet.server.config.ServerConfig;
import signet.server.endpoint.HttpListener;
import signet.server.endpoint.Issuer;

/**
 * The addresses of a server, bound; nothing is served there yet. They decide the default issuer.
 *
 * @param url where clients find it, such as {@code http://localhost:8420}
 * @param managementUrl where metrics and health are
 */
record Bound(
    Vertx vertx,
    HttpListener network,
    HttpListener management,
    String url,
    String managementUrl,
    Issuer issuer) {
  private static final long CERTIFICATE_CHECK_MILLIS = 5_000;

  /**
   * Binds; what is to be closed goes to the resources.
   *
   * @throws StartupException if an address cannot be had, or the certificate not be used
   */
  static Bound open(ServerConfig config, ResourceStack resources) {
    Vertx vertx = newVertx();
    resources.add(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
    ServerConfig.Listen listen = config.listen();
    Optional<TlsCertificate> certificate =
        listen.tls().map(files -> new TlsCertificate(files.certificate(), files.key()));
    HttpListener network =
        listen(
            vertx,
            listen.host(),
            listen.port(),
            "--port or --host",
            config.limits(),
            certificate.map(TlsCertificate::first));
    certificate.ifPresent(files -> watch(vertx, files, network));
    ServerConfig.Management management = config.management();
    HttpListener managing =
        listen(
            vertx,
            management.host(),
            management.port(),
            "--management-port",
            config.limits(),
            Optional.empty());
    String scheme = certificate.isPresent() ? "https" : "http";
    return new Bound(
        vertx,
        network,
        managing,
        url(scheme, listen.host(), network.port()),
        url("http", management.host(), managing.port()),
        new Issuer(config.issuer().orElse(scheme + "://localhost:" + network.port())));
  }

  private static void watch(Vertx vertx, TlsCertificate files, HttpListener network) {
    vertx.setPeriodic(
        CERTIFICATE_CHECK_MILLIS,
        timer ->
            vertx
                .executeBlocking(files::newer)
                .onSuccess(newer -> newer.ifPresent(network::present)));
  }

  private static Vertx newVertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)));
  }

  private static HttpListener listen(
      Vertx vertx,
      String host,
      int port,
      String option,
      ServerConfig.Limits limits,
      Optional<TlsCertificate.PemPair> tls) {
    try {
      return HttpListener.onPort(
          vertx, host, port, Runtime.getRuntime().availableProcessors(), limits.connections(), tls);
    } catch (CompletionException e) {
      throw StartupException.surroundings(
          "cannot listen on "
              + host
              + " port "
              + port
              + ": another process may have it; stop that one or choose another with "
              + option,
          e.getCause());
    }
  }

  /** A loopback address is shown as localhost, as the default issuer is. */
  private static String url(String scheme, String host, int port) {
    try {
      InetAddress address = InetAddress.getByName(host);
      if (address.isLoopbackAddress() || address.isAnyLocalAddress()) {
        return scheme + "://localhost:" + port;
      }
    } catch (UnknownHostException e) {
      // It was resolved a moment ago, to bind to it.
    }
    return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
