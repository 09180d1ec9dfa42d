package signet.gateway.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import signet.bearer.revocation.StalePolicy;
import signet.gateway.mint.TransactionSettings;
import signet.gateway.route.Route;
import signet.jose.jwa.JwsAlgorithm;
import signet.runtime.address.AddressRange;

/**
 * The settings of one gateway. Immutable.
 *
 * @param listen where requests come in
 * @param management where operators and other proxies ask
 * @param tokens whose access tokens are accepted
 * @param proxies who may say where a request came from
 * @param limits what is too much
 * @param stripHeaders further headers that only the gateway may set
 * @param upstreams where requests go
 * @param routes which requests go where
 * @param transactionTokens how services are told who asks; empty where they are not
 * @param accessLog where a line for each request goes
 */
public record GatewayConfig(
    Listen listen,
    Management management,
    Tokens tokens,
    Proxies proxies,
    Limits limits,
    List<String> stripHeaders,
    List<UpstreamSettings> upstreams,
    List<Route> routes,
    Optional<TransactionSettings> transactionTokens,
    AccessLogSettings accessLog) {
  /** Keeps copies of the lists. */
  public GatewayConfig {
    stripHeaders = List.copyOf(stripHeaders);
    upstreams = List.copyOf(upstreams);
    routes = List.copyOf(routes);
  }

  /**
   * Where requests come in.
   *
   * @param workers how many event loops share the connections
   */
  public record Listen(String host, int port, Optional<TlsFiles> tls, int workers) {}

  /** A certificate chain and its key, both PEM. */
  public record TlsFiles(Path certificate, Path key) {}

  /**
   * Where health, metrics, keys and forward-auth are.
   *
   * @param allow who may ask without a certificate; anybody else is answered 403
   * @param tls empty for plain HTTP
   */
  public record Management(
      String host, int port, List<AddressRange> allow, Optional<ManagementTls> tls) {
    /** Keeps a copy of the list. */
    public Management {
      allow = List.copyOf(allow);
    }
  }

  /**
   * TLS of the management listener.
   *
   * @param clientCa whom certificates of clients are checked against; empty where none is asked for
   */
  public record ManagementTls(TlsFiles files, Optional<Path> clientCa) {}

  /**
   * Whose access tokens are accepted.
   *
   * @param issuer the claim {@code iss}
   * @param realm named in challenges
   * @param guide where people read what a reason means, in challenges; empty where it is not said
   * @param keys where the issuer publishes its keys
   * @param maxStale how old a key set may be when the issuer is away
   * @param algorithms accepted ones; empty for the usual
   * @param cached how many verified tokens are remembered for each audience
   * @param feed of revocations; empty where none is followed
   */
  public record Tokens(
      String issuer,
      String realm,
      Optional<URI> guide,
      URI keys,
      Duration maxStale,
      Set<JwsAlgorithm> algorithms,
      int cached,
      Optional<Feed> feed) {
    /** Keeps a copy of the set. */
    public Tokens {
      algorithms = Set.copyOf(algorithms);
    }
  }

  /**
   * The feed of revocations.
   *
   * @param stream its address
   * @param tokenEndpoint where the client gets its token for it
   * @param client the client's name
   * @param secret the client's secret
   * @param copy where what is known is kept over restarts
   */
  public record Feed(
      URI stream,
      URI tokenEndpoint,
      String client,
      String secret,
      Duration staleAfter,
      StalePolicy whenStale,
      Optional<Path> copy) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "Feed[" + stream + ", " + client + "]";
    }
  }

  /**
   * Who may say where a request came from.
   *
   * @param trusted their addresses
   * @param header {@code X-Forwarded-For} or {@code Forwarded}
   * @param continueTransactions who may send {@code Txn-Token} whose transaction goes on
   */
  public record Proxies(
      List<AddressRange> trusted, String header, List<AddressRange> continueTransactions) {
    /** Keeps copies of the lists. */
    public Proxies {
      trusted = List.copyOf(trusted);
      continueTransactions = List.copyOf(continueTransactions);
    }
  }

  /**
   * What is too much.
   *
   * @param headerBytes of a request; answered with 431
   * @param head how long the head of a request may take to arrive
   * @param requestsInFlight more are answered with 503
   * @param connections more are closed
   * @param webSocketMessageBytes a longer message closes its WebSocket with 1009
   * @param connect how long a connection to an upstream may take
   * @param drain how long requests in flight are waited for at the end
   */
  public record Limits(
      int headerBytes,
      Duration head,
      int requestsInFlight,
      int connections,
      int webSocketMessageBytes,
      Duration connect,
      Duration drain) {}

  /**
   * Where requests go.
   *
   * @param addresses one server each
   * @param http2 whether HTTP/2 is spoken to it, else HTTP/1.1
   * @param ca whom its certificates are checked against; empty for those that the JDK trusts
   * @param certificate shown to it; empty for none
   * @param connections to each address, from each event loop
   * @param waiting how many requests may wait for a connection, in each event loop
   * @param healthPath asked for from time to time; empty for never
   * @param healthEvery how often
   */
  public record UpstreamSettings(
      String name,
      List<UpstreamAddress> addresses,
      boolean http2,
      Optional<Path> ca,
      Optional<TlsFiles> certificate,
      int connections,
      int waiting,
      Optional<String> healthPath,
      Duration healthEvery) {
    /** Keeps a copy of the list. */
    public UpstreamSettings {
      addresses = List.copyOf(addresses);
    }
  }

  /** One server of an upstream. */
  public record UpstreamAddress(boolean tls, String host, int port) {
    @Override
    public String toString() {
      String name = host.contains(":") ? "[" + host + "]" : host;
      return (tls ? "https://" : "http://") + name + ":" + port;
    }
  }

  /**
   * Where a line for each request goes.
   *
   * @param enabled whether there are any
   * @param file empty for standard output
   */
  public record AccessLogSettings(boolean enabled, Optional<Path> file) {}
}
