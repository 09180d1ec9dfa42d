package signet.cli.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signet.cli.key.KeyAddress;
import signet.cli.key.KeyFiles;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.cli.token.TokenInput;
import signet.cli.web.Web;
import signet.cli.web.WebAnswer;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.PublicJwk;
import signet.jose.jwk.SecretJwk;
import signet.jose.jwt.MalformedJwtException;
import signet.jose.jwt.UnverifiedJwt;
import signet.testkit.forge.ForgeKey;

/** {@code signet attack}: what one's own endpoint does with forged tokens. */
@Command(
    name = "attack",
    sortOptions = false,
    description = "Sends forged tokens to an endpoint of yours and says which it takes.",
    footer = {
      "",
      "Begins with a valid token and with none: the endpoint must answer 2xx and 401.",
      "Then come the attacks, each of which must be refused. Nothing is sent to other",
      "machines than this one unless --i-am-allowed-to-test names the host.",
      "",
      "More is tried with --jwks (public keys as secrets), with --signing-key on a",
      "system of your own (expired, for others, crit, …), with --other-token, and for",
      "HS256 with --wordlist. What was left out says what it needs.",
      "",
      "Exit status: 0 no hole, 1 a hole, 2 wrong usage or nothing to compare with.",
      "",
      "Examples:",
      "  signet attack http://localhost:8080/orders --jwks \\",
      "      http://localhost:8420/.well-known/jwks.json <token.txt",
      "  signet attack http://localhost:8080/orders --signing-key test.jwk \\",
      "      --junit target/attack.xml <token.txt",
      "  signet attack https://staging.example/orders \\",
      "      --i-am-allowed-to-test staging.example --html attack.html <token.txt"
    })
public final class AttackCommand implements Callable<Integer> {
  private static final int OK = 200;
  private static final int REDIRECTION = 300;
  private static final int UNAUTHORIZED = 401;
  private static final int MAX_RATE = 1_000;

  private final Terminal terminal;
  private final InstantSource clock;

  @Parameters(paramLabel = "URL", description = "The endpoint.")
  private URI address;

  @Option(names = "--token", paramLabel = "TOKEN|-", description = TokenInput.HELP)
  private Optional<String> token;

  @Option(
      names = "--jwks",
      paramLabel = "URL|FILE",
      description = "The issuer's public keys, to be tried as secrets.")
  private Optional<String> jwks;

  @Option(
      names = "--signing-key",
      paramLabel = "FILE",
      description = "The issuer's own key, of a system that is only for tests.")
  private Optional<Path> signingKey;

  @Option(
      names = "--other-token",
      paramLabel = "FILE",
      description = "A valid token for another audience, or of another issuer.")
  private Optional<Path> otherToken;

  @Option(
      names = "--wordlist",
      paramLabel = "FILE",
      description = "Secrets to guess, one a line; nothing is sent for that.")
  private Optional<Path> wordlist;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      defaultValue = "GET",
      description = "The request's method (default: ${DEFAULT-VALUE}).")
  private String method;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "50",
      description = "Requests a second at most (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--max-requests",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Requests in all at most (default: ${DEFAULT-VALUE}).")
  private int maxRequests;

  @Option(
      names = "--listen",
      paramLabel = "ADDRESS:PORT",
      description = "Where the attacker's keys are served; on loopback if not given.")
  private Optional<String> listen;

  @Option(
      names = "--i-am-allowed-to-test",
      paramLabel = "HOST",
      description = "The host, if it is not this machine.")
  private Optional<String> allowed;

  @Option(names = "--json", description = "Print the result as one line of JSON.")
  private boolean json;

  @Option(names = "--html", paramLabel = "FILE", description = "Write a page too.")
  private Optional<Path> html;

  @Option(names = "--junit", paramLabel = "FILE", description = "Write JUnit's XML too.")
  private Optional<Path> junit;

  /** The command on these streams. */
  public AttackCommand(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, OperatorException {
    requireUsable();
    requireAllowed();
    String valid = new TokenInput(terminal).one(token).strip();
    String algorithm = algorithm(valid);
    AttackResult result;
    try (Endpoint endpoint = new Endpoint(address, method, rate);
        OwnListener listener = new OwnListener(listenAddress())) {
      requireDistinction(endpoint, valid);
      result = attack(endpoint, listener, valid, algorithm);
      if (!isOk(endpoint.status("Bearer " + valid, null))) {
        terminal
            .err()
            .println("warning: the valid token is no longer taken: expired, or a limit was hit");
      }
    }
    report(result);
    return result.open().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private void requireUsable() throws OperatorException {
    String scheme = address.getScheme();
    if (address.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw OperatorException.usage("the endpoint is an address such as http://localhost:8080/me");
    }
    if (address.getRawFragment() != null || address.getRawUserInfo() != null) {
      throw OperatorException.usage("the endpoint has neither a fragment nor a password in it");
    }
    if (rate < 1 || rate > MAX_RATE) {
      throw OperatorException.usage("--rate is 1 to " + MAX_RATE);
    }
    if (!method.matches("[A-Z]{3,10}")) {
      throw OperatorException.usage("--method is one such as GET or POST");
    }
  }

  private void requireAllowed() throws OperatorException {
    String host = address.getHost();
    if (Web.isLoopback(host)) {
      return;
    }
    if (!allowed.equals(Optional.of(host))) {
      throw OperatorException.usage(
          host
              + " is not this machine: only with leave of its owner, and then say"
              + " --i-am-allowed-to-test "
              + host);
    }
  }

  private static String algorithm(String token) throws OperatorException {
    try {
      if (UnverifiedJwt.parse(token).header().get("alg") instanceof String algorithm) {
        return algorithm;
      }
    } catch (MalformedJwtException e) {
      // Said below.
    }
    throw OperatorException.usage(
        "that is no signed token; 'signet token explain' says more about it");
  }

  private InetSocketAddress listenAddress() throws OperatorException {
    if (listen.isEmpty()) {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
    int colon = listen.get().lastIndexOf(':');
    try {
      return new InetSocketAddress(
          InetAddress.ofLiteral(listen.get().substring(0, Math.max(0, colon))),
          Integer.parseInt(listen.get().substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      throw OperatorException.usage("--listen is an address and a port, such as 192.0.2.7:9000", e);
    }
  }

  /** Without it nothing that follows would mean anything. */
  private void requireDistinction(Endpoint endpoint, String valid) throws OperatorException {
    int with = endpoint.status("Bearer " + valid, null);
    if (with == Endpoint.NOTHING) {
      throw OperatorException.usage("there is no answer from " + place());
    }
    if (!isOk(with)) {
      throw OperatorException.usage(
          "the endpoint answers " + with + " to the valid token, which tells nothing about others");
    }
    int without = endpoint.status(null, null);
    if (without != UNAUTHORIZED) {
      throw OperatorException.usage(
          "the endpoint answers " + without + " without a token, not 401: it may not be protected");
    }
  }

  private AttackResult attack(
      Endpoint endpoint, OwnListener listener, String valid, String algorithm)
      throws IOException, OperatorException {
    Attempt attempt = new Attempt(endpoint);
    Optional<ForgeKey> guessed = Optional.empty();
    if (algorithm.startsWith("HS")) {
      guessed = WeakSecrets.guess(valid, algorithm, wordlist);
      attempt.found(
          Hole.WEAK_SECRET, guessed.isPresent() ? List.of("found by guessing") : List.of());
    }
    Optional<ForgeKey> given = issuerKey(algorithm);
    Published published = published();
    Material material =
        new Material(
            valid,
            algorithm,
            published.keys(),
            published.text(),
            Optional.of(listener.address()),
            given.isPresent() ? given : guessed,
            otherToken(),
            clock.instant());
    List<Attack> attacks = Forgeries.of(material, listener::serve);
    if (attacks.size() > maxRequests) {
      throw OperatorException.usage(
          "there are " + attacks.size() + " attacks: give leave with --max-requests");
    }
    terminal
        .err()
        .println(
            "Sending "
                + attacks.size()
                + " forged requests to "
                + place()
                + ", at most "
                + rate
                + " a second.");
    terminal.err().flush();
    attacks.forEach(attempt::send);
    attempt.found(
        Hole.FETCHES, listener.asked().stream().sorted().map(path -> "asked for " + path).toList());
    return new AttackResult(place(), attacks.size(), attempt.findings(needs()));
  }

  private Map<Hole, String> needs() {
    Map<Hole, String> needs = new EnumMap<>(Hole.class);
    needs.put(Hole.CONFUSION, "needs --jwks");
    for (Hole hole :
        List.of(
            Hole.EXPIRED,
            Hole.NO_EXPIRY,
            Hole.NOT_YET,
            Hole.AUDIENCE,
            Hole.ISSUER,
            Hole.TYPE,
            Hole.CRITICAL,
            Hole.DUPLICATES)) {
      needs.put(hole, "needs --signing-key");
    }
    needs.put(Hole.WEAK_SECRET, "for HS256 alone");
    return needs;
  }

  private Optional<ForgeKey> issuerKey(String algorithm) throws OperatorException {
    if (signingKey.isEmpty()) {
      return Optional.empty();
    }
    KeyFiles files = new KeyFiles(terminal);
    Jwk jwk =
        algorithm.startsWith("HS")
            ? files.secret(signingKey.get())
            : files.signingKey(signingKey.get());
    ForgeKey key =
        jwk instanceof SecretJwk secret
            ? ForgeKey.secret(algorithm, secret.secret())
            : ForgeKey.pair(algorithm, pair((PrivateJwk) jwk));
    return Optional.of(key);
  }

  private static KeyPair pair(PrivateJwk jwk) {
    return new KeyPair(jwk.toPublic().publicKey(), jwk.privateKey());
  }

  /** What the issuer publishes, and in which text. */
  private record Published(List<PublicJwk> keys, String text) {}

  private Published published() throws OperatorException {
    if (jwks.isEmpty()) {
      return new Published(List.of(), "");
    }
    String place = jwks.get();
    JwkSet set;
    String text;
    if (KeyAddress.isAddress(place)) {
      WebAnswer answer = KeyAddress.answer(place);
      set = KeyAddress.read(answer);
      text = answer.body();
    } else {
      set = new KeyFiles(terminal).keySet(Path.of(place));
      text = KeyFiles.text(Path.of(place));
    }
    List<PublicJwk> keys =
        set.keys().stream().filter(PublicJwk.class::isInstance).map(PublicJwk.class::cast).toList();
    return new Published(keys, text);
  }

  private Optional<String> otherToken() throws OperatorException {
    if (otherToken.isEmpty()) {
      return Optional.empty();
    }
    String other = KeyFiles.text(otherToken.get()).strip();
    algorithm(other);
    return Optional.of(other);
  }

  private void report(AttackResult result) throws OperatorException {
    if (json) {
      terminal.out().println(FileReports.json(result));
    } else {
      new TextReport(terminal).print(result);
    }
    write(html, FileReports.html(result));
    write(junit, FileReports.junit(result));
  }

  private static void write(Optional<Path> file, String text) throws OperatorException {
    if (file.isPresent()) {
      try {
        Files.writeString(file.get(), text);
      } catch (IOException e) {
        throw OperatorException.failed(
            "cannot write " + file.get() + "; does its folder exist?", e);
      }
    }
  }

  private static boolean isOk(int status) {
    return status >= OK && status < REDIRECTION;
  }

  /** Without the query, which may hold secrets. */
  private String place() {
    return address.getScheme() + "://" + address.getRawAuthority() + address.getRawPath();
  }
}
