package signet.gateway.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import signet.bearer.SafeAddress;
import signet.bearer.revocation.StalePolicy;
import signet.gateway.config.GatewayConfig.AccessLogSettings;
import signet.gateway.config.GatewayConfig.Feed;
import signet.gateway.config.GatewayConfig.Limits;
import signet.gateway.config.GatewayConfig.Listen;
import signet.gateway.config.GatewayConfig.Management;
import signet.gateway.config.GatewayConfig.ManagementTls;
import signet.gateway.config.GatewayConfig.Proxies;
import signet.gateway.config.GatewayConfig.TlsFiles;
import signet.gateway.config.GatewayConfig.Tokens;
import signet.gateway.config.GatewayConfig.UpstreamSettings;
import signet.gateway.mint.TransactionSettings;
import signet.gateway.route.Route;
import signet.gateway.route.Routes;
import signet.jose.jwa.JwsAlgorithm;
import signet.runtime.address.AddressRange;
import signet.runtime.setting.SettingSyntax;
import signet.runtime.setting.YamlSyntax;
import signet.runtime.start.StartupException;

/** Reads {@code gateway.yaml}, and reports everything that is wrong with it at once. */
public final class GatewayConfigReader {
  /** Read from the working folder where no file is named. */
  public static final Path DEFAULT_FILE = Path.of("gateway.yaml");

  /** The variable that holds the client's secret where no file does. */
  static final String SECRET_VARIABLE = "SIGNET_GATEWAY_CLIENT_SECRET";

  private static final int MAX_FILE_BYTES = 1024 * 1024;
  private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1");
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private final List<String> problems = new ArrayList<>();
  private final Flags flags;
  private final Map<String, String> environment;

  private GatewayConfigReader(Flags flags, Map<String, String> environment) {
    this.flags = flags;
    this.environment = environment;
  }

  /** What the command line says; it wins over the file. */
  public record Flags(Optional<String> host, OptionalInt port, OptionalInt managementPort) {
    /** Says nothing. */
    public static final Flags NONE =
        new Flags(Optional.empty(), OptionalInt.empty(), OptionalInt.empty());
  }

  /**
   * The settings of a file.
   *
   * @param environment the process's variables
   * @throws StartupException with every problem found
   */
  public static GatewayConfig read(Path file, Map<String, String> environment, Flags flags) {
    String text;
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw StartupException.configuration("the configuration file " + file + " is above 1 MiB");
      }
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw StartupException.configuration(
          "there is no configuration file " + file + ": write it, or name another with --config");
    } catch (IOException e) {
      throw StartupException.configuration(
          "the configuration file " + file + " cannot be read: check its permissions");
    }
    return parse(file.toString(), text, environment, flags);
  }

  /** As {@link #read} from a text. */
  public static GatewayConfig parse(
      String file, String text, Map<String, String> environment, Flags flags) {
    Map<?, ?> values = YamlSyntax.parse(file, text);
    return new GatewayConfigReader(flags, environment).config(values);
  }

  private GatewayConfig config(Map<?, ?> values) {
    Section root = new Section(values, "", problems);
    Listen listen = listen(root);
    Management management = management(root.section("management"));
    Optional<Tokens> tokens = tokens(root);
    Proxies proxies = proxies(root.section("proxies"));
    Limits limits = limits(root.section("limits"));
    List<UpstreamSettings> upstreams = UpstreamReader.read(root.section("upstreams"));
    Optional<TransactionSettings> transactions = transactions(root);
    Set<String> upstreamNames =
        upstreams.stream().map(UpstreamSettings::name).collect(Collectors.toSet());
    List<Route> routes =
        new RouteReader(root, upstreamNames, transactions, tokens.flatMap(Tokens::feed).isPresent())
            .read();
    List<String> stripHeaders = root.list("strip-headers", Values::headerName);
    AccessLogSettings accessLog = accessLog(root.section("access-log"));
    root.refuseOthers();
    checkRoutes(routes);
    if (!problems.isEmpty() || tokens.isEmpty()) {
      throw StartupException.configuration(problems);
    }
    return new GatewayConfig(
        listen,
        management,
        tokens.get(),
        proxies,
        limits,
        stripHeaders,
        upstreams,
        routes,
        transactions,
        accessLog);
  }

  private void checkRoutes(List<Route> routes) {
    try {
      Routes.of(routes);
      Set<String> names = new LinkedHashSet<>();
      routes.stream()
          .map(Route::name)
          .filter(name -> !names.add(name))
          .forEach(name -> problems.add("two routes are named " + name + ": rename one"));
    } catch (IllegalArgumentException e) {
      problems.add("routes must " + e.getMessage());
    }
  }

  private Listen listen(Section root) {
    int port = root.value("port", Values.number(0, 65_535), 8421);
    String host = root.value("host", Values::plain, "127.0.0.1");
    int workers =
        root.value("workers", Values.number(1, 256), Runtime.getRuntime().availableProcessors());
    return new Listen(
        flags.host().orElse(host), flags.port().orElse(port), tls(root.section("tls")), workers);
  }

  private static Optional<TlsFiles> tls(Section tls) {
    Optional<Path> certificate = tls.optional("certificate", Values::path);
    Optional<Path> key = tls.optional("key", Values::path);
    if (certificate.isPresent() != key.isPresent()) {
      tls.problem("needs both certificate and key, two PEM files");
    }
    tls.refuseOthers();
    return certificate.isPresent() && key.isPresent()
        ? Optional.of(new TlsFiles(certificate.get(), key.get()))
        : Optional.empty();
  }

  private Management management(Section management) {
    String host = management.value("host", Values::plain, "127.0.0.1");
    int port = management.value("port", Values.number(0, 65_535), 8431);
    List<AddressRange> allow = management.list("allow", Values::addressRange);
    Section section = management.section("tls");
    Optional<Path> clientCa = section.optional("client-ca", Values::path);
    Optional<TlsFiles> files = tls(section);
    if (clientCa.isPresent() && !section.has("certificate")) {
      section.problem(
          "client-ca", "stand beside certificate and key: without TLS nobody shows one");
    }
    management.refuseOthers();
    // Whoever asks for certificates and lists nobody means certificates alone.
    boolean loopback = allow.isEmpty() && clientCa.isEmpty();
    return new Management(
        host,
        flags.managementPort().orElse(port),
        loopback ? LOOPBACK.stream().map(AddressRange::parse).toList() : allow,
        files.map(pair -> new ManagementTls(pair, clientCa)));
  }

  private Optional<Tokens> tokens(Section root) {
    Optional<String> issuer =
        root.required("issuer", text -> safe(text).toString(), "the iss of access tokens");
    Section tokens = root.section("tokens");
    URI keys = address(tokens, "keys", issuer, "/.well-known/jwks.json");
    Tokens read =
        new Tokens(
            issuer.orElse(""),
            tokens.value("realm", Values::plain, "gateway"),
            tokens.optional("guide", SettingSyntax::guide),
            keys,
            tokens.value("max-stale", Values.duration(SECOND, Duration.ofDays(7)), HOUR),
            Set.copyOf(tokens.list("algorithms", Values::algorithm)),
            tokens.value("cache", Values.number(0, 1_000_000), 2_000),
            feed(root.section("revocations"), issuer));
    tokens.refuseOthers();
    return issuer.map(known -> read);
  }

  private static URI safe(String text) {
    try {
      return SafeAddress.require(SettingSyntax.absoluteUri(text), "it");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "be an https address (http:// is for localhost, 127.0.0.1 and [::1] alone), not \""
              + text
              + "\"",
          e);
    }
  }

  private static URI address(
      Section section, String key, Optional<String> issuer, String usualPath) {
    return section.value(
        key, GatewayConfigReader::safe, URI.create(issuer.orElse("http://localhost") + usualPath));
  }

  private Optional<Feed> feed(Section feed, Optional<String> issuer) {
    Optional<String> client = feed.optional("client", Values::plain);
    Optional<Path> secretFile = feed.optional("secret-file", Values::path);
    Feed read =
        new Feed(
            address(feed, "stream", issuer, "/revocations/stream"),
            address(feed, "token-endpoint", issuer, "/oauth2/token"),
            client.orElse(""),
            client.isPresent() ? secret(feed, secretFile) : "",
            feed.value("stale-after", Values.duration(SECOND, HOUR), Duration.ofSeconds(30)),
            feed.value(
                "when-stale", Values.word(StalePolicy.class), StalePolicy.ACCEPT_UNTIL_EXPIRY),
            feed.optional("copy", Values::path));
    if (client.isEmpty() && !feed.names().isEmpty()) {
      feed.problem("client", "be set: a client with the scope signet:revocations");
    }
    feed.refuseOthers();
    return client.map(known -> read);
  }

  private String secret(Section feed, Optional<Path> file) {
    Optional<String> inEnvironment = Optional.ofNullable(environment.get(SECRET_VARIABLE));
    if (file.isPresent()) {
      try {
        String secret = Files.readString(file.get()).strip();
        if (!secret.isEmpty() && secret.length() <= 1000) {
          return secret;
        }
        feed.problem("secret-file", "name a file that holds the client's secret and nothing else");
      } catch (IOException e) {
        feed.problem("secret-file", "name a file that can be read, such as /run/secrets/gateway");
      }
    } else if (inEnvironment.isEmpty()) {
      feed.problem(
          "secret-file", "be set, or the variable " + SECRET_VARIABLE + ": the client's secret");
    }
    return inEnvironment.orElse("");
  }

  private static Proxies proxies(Section proxies) {
    Proxies read =
        new Proxies(
            proxies.list("trusted", Values::addressRange),
            proxies.value(
                "header",
                text -> {
                  if (text.equals("X-Forwarded-For") || text.equals("Forwarded")) {
                    return text;
                  }
                  throw new IllegalArgumentException(
                      "be X-Forwarded-For or Forwarded, not \"" + text + "\"");
                },
                "X-Forwarded-For"),
            proxies.list("continue-transactions", Values::addressRange));
    proxies.refuseOthers();
    return read;
  }

  private static Limits limits(Section limits) {
    Limits read =
        new Limits(
            Math.toIntExact(
                limits.value("header-bytes", Values.bytes(4 << 10, 256 << 10), 16L << 10)),
            limits.value("head-time", Values.duration(SECOND, HOUR), Duration.ofSeconds(10)),
            limits.value("requests-in-flight", Values.number(1, 1_000_000), 10_000),
            limits.value("connections", Values.number(1, 1_000_000), 20_000),
            Math.toIntExact(
                limits.value("websocket-message-bytes", Values.bytes(1 << 10, 1 << 30), 1L << 20)),
            limits.value(
                "connect-time",
                Values.duration(Duration.ofMillis(10), HOUR),
                Duration.ofSeconds(2)),
            limits.value(
                "drain-time", Values.duration(Duration.ZERO, HOUR), Duration.ofSeconds(10)));
    limits.refuseOthers();
    return read;
  }

  private Optional<TransactionSettings> transactions(Section root) {
    if (!root.has("transaction-tokens")) {
      return Optional.empty();
    }
    Section section = root.section("transaction-tokens");
    Optional<String> trustDomain =
        section.required(
            "trust-domain", Values::plain, "the audience of transaction tokens, such as internal");
    TransactionSettings read =
        new TransactionSettings(
            trustDomain.orElse(""),
            section.value("workload", Values::plain, "signet-gateway"),
            section.value("keys", Values::path, Path.of("txn-keys")),
            section.value("algorithm", GatewayConfigReader::mintingAlgorithm, JwsAlgorithm.ES256),
            section.value(
                "lifetime",
                Values.duration(SECOND, Duration.ofSeconds(60)),
                Duration.ofSeconds(60)),
            section.list("claims", Values::plain),
            section.value(
                "rotate-every",
                Values.duration(Duration.ofMinutes(1), Duration.ofDays(365)),
                Duration.ofDays(30)),
            section.value(
                "max-age", Values.duration(SECOND, Duration.ofDays(1)), Duration.ofMinutes(5)));
    section.refuseOthers();
    return trustDomain.map(known -> read);
  }

  private static JwsAlgorithm mintingAlgorithm(String text) {
    JwsAlgorithm algorithm = Values.algorithm(text);
    if (algorithm != JwsAlgorithm.ES256 && algorithm != JwsAlgorithm.ED25519) {
      // An RSA signature for every request would cost more than all the rest of it.
      throw new IllegalArgumentException("be ES256 or Ed25519, not \"" + text + "\"");
    }
    return algorithm;
  }

  private static AccessLogSettings accessLog(Section log) {
    AccessLogSettings read =
        new AccessLogSettings(
            log.value("enabled", SettingSyntax::flag, true), log.optional("file", Values::path));
    log.refuseOthers();
    return read;
  }
}
