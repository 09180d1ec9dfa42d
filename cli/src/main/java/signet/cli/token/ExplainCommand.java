package signet.cli.token;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signet.bearer.RoutePolicy;
import signet.bearer.revocation.RevocationSnapshot;
import signet.bearer.revocation.RevokedBy;
import signet.cli.explain.Diagnosis;
import signet.cli.explain.Explainer;
import signet.cli.explain.Facts;
import signet.cli.explain.Facts.Expected;
import signet.cli.explain.Facts.Held;
import signet.cli.explain.Facts.KeyPlace;
import signet.cli.explain.Judge;
import signet.cli.explain.Presented;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.cli.web.Discovery;
import signet.cli.web.ServiceReading;
import signet.jose.jwk.JwkSet;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.VerifiedJwt;

/** {@code signet token explain}: why a request is refused, and what to do. */
@Command(
    name = "explain",
    sortOptions = false,
    description = "Says why a token is refused, and what to do next.",
    footer = {
      "",
      "Takes a token, header lines, a URL or a curl command. Decides as a service",
      "does, shows each check, and then looks for the cause. Nothing is sent but to",
      "the addresses that are named; tokens are kept nowhere.",
      "",
      "Exit status: 0 valid, 1 refused, 2 wrong usage, 3 the keys could not be had.",
      "",
      "Examples:",
      "  signet token explain --server https://auth.example <token.txt",
      "  signet token explain --secret-file secret <token.txt",
      "  signet token explain --server https://auth.example --scope orders:write \\",
      "      --service https://orders.example/health/keys <curl.txt",
      "  pbpaste | signet token explain --jwks keys.json --also staging.json"
    })
public final class ExplainCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final InstantSource clock;

  @Parameters(
      arity = "0..1",
      paramLabel = "TEXT",
      description = "The token, header, URL or curl command; " + TokenInput.STANDARD_INPUT)
  private Optional<String> text;

  @ArgGroup(exclusive = true, multiplicity = "0..1")
  private @Nullable KeyOptions keys;

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--service",
      paramLabel = "URL",
      description =
          "The service's health address: decides with the keys that it holds, and compares its"
              + " clock. Goes with --server.")
  private Optional<String> service;

  @Mixin private PolicyOptions policyOptions = new PolicyOptions();

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "A scope that the place asks for; repeat it for several.")
  private List<String> scopes = List.of();

  @Option(
      names = "--also",
      paramLabel = "URL|FILE",
      description =
          "Keys or a secret of another environment or issuer, to look whether the token is from"
              + " there; repeat it for several.")
  private List<String> also = List.of();

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description = "What 'signet audit export-history' wrote: tells of retired keys.")
  private Optional<Path> history;

  @Option(names = "--json", description = "Print the result as one line of JSON.")
  private boolean json;

  /** The command on these streams; the clock tells the time unless {@code --at} does. */
  public ExplainCommand(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, OperatorException {
    if (service.isPresent() && !server.isGiven()) {
      throw OperatorException.usage("--service goes with --server, which has the keys themselves");
    }
    Gathering gathering = new Gathering(terminal, clock.instant());
    Optional<Discovery> discovery = server.discover();
    Optional<KeyPlace> published =
        discovery.isPresent()
            ? Optional.of(gathering.published(discovery.get()))
            : Optional.empty();
    Optional<ServiceReading> reading =
        service.isPresent() ? Optional.of(gathering.service(service.get())) : Optional.empty();
    Held held = gathering.held(Optional.ofNullable(keys), published, reading);
    VerificationPolicy policy = policy(discovery);
    Optional<RevocationSnapshot> revoked =
        discovery.isPresent() ? server.revocations(discovery.get(), terminal) : Optional.empty();
    Explainer explainer =
        new Explainer(
            judge(policy, held, revoked), facts(gathering, policy, held, published, revoked));
    Diagnosis diagnosis = explainer.explain(Presented.parse(new TokenInput(terminal).whole(text)));
    return print(diagnosis, policy);
  }

  private int print(Diagnosis diagnosis, VerificationPolicy policy) {
    ExplainOutput output = new ExplainOutput(terminal, policy.notChecked());
    if (json) {
      output.json(diagnosis);
    } else {
      output.text(diagnosis);
    }
    if (diagnosis.verdict().isAccepted()) {
      return ExitCode.OK;
    }
    return ExplainOutput.isUndecided(diagnosis) ? ExitCode.KEYS_UNAVAILABLE : ExitCode.FAILED;
  }

  private VerificationPolicy policy(Optional<Discovery> discovery) {
    return policyOptions
        .policy(clock)
        .orElse(
            discovery.flatMap(Discovery::issuerName),
            discovery.filter(ServerOptions::isSignet).map(found -> "at+jwt"));
  }

  private Judge judge(VerificationPolicy policy, Held held, Optional<RevocationSnapshot> revoked)
      throws OperatorException {
    builder(policy, held);
    Supplier<JwtVerifier.Builder> builders =
        () -> {
          try {
            return builder(policy, held);
          } catch (OperatorException e) {
            throw new IllegalStateException("it could be built before", e);
          }
        };
    RoutePolicy route =
        scopes.isEmpty()
            ? RoutePolicy.token()
            : RoutePolicy.token().allScopes(scopes.toArray(new String[0]));
    return new Judge(
        builders, route, policy.clockSkew(), revoked.map(Function.identity()), () -> true);
  }

  private static JwtVerifier.Builder builder(VerificationPolicy policy, Held held)
      throws OperatorException {
    Optional<JwkSet> keys = held.keys();
    // A service that holds none of the published keys refuses each kid, and is not without keys.
    if (keys.isEmpty()) {
      return policy.withoutKeys();
    }
    return keys.get().isEmpty()
        ? policy.withoutKeys().keys(keys.get())
        : policy.builder(keys.get());
  }

  private Facts facts(
      Gathering gathering,
      VerificationPolicy policy,
      Held held,
      Optional<KeyPlace> published,
      Optional<RevocationSnapshot> revoked)
      throws OperatorException {
    List<KeyPlace> others = new ArrayList<>();
    for (String place : also) {
      others.add(gathering.elsewhere(place));
    }
    Map<String, String> ended = history.isPresent() ? Gathering.ended(history.get()) : Map.of();
    Expected expected =
        new Expected(
            policy.issuer(),
            policy.audience(),
            policy.type(),
            policy.clockSkew(),
            List.of("exp"),
            scopes);
    Function<RevocationSnapshot, Function<VerifiedJwt, Optional<RevokedBy>>> revoker =
        snapshot -> snapshot::revoker;
    Instant now = policy.clock().instant();
    return new Facts(
        now,
        ZoneId.systemDefault(),
        expected,
        held,
        published,
        others,
        policyOptions.isAtOtherTime() ? List.of() : gathering.clocks(),
        ended,
        revoked.map(revoker));
  }
}
