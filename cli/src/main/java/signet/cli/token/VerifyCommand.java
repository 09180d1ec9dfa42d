package signet.cli.token;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signet.cli.key.KeyAddress;
import signet.cli.key.KeyFiles;
import signet.cli.option.AlgorithmConverter;
import signet.cli.option.DurationConverter;
import signet.cli.option.InstantConverter;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;

/** {@code signet token verify}: decides on tokens exactly as a service would. */
@Command(
    name = "verify",
    sortOptions = false,
    description = "Verifies a token and says why if it is refused.",
    footer = {
      "",
      "What is not given (issuer, audience, typ) is not checked and listed as such;",
      "an expiry (exp) is always required. Without --alg a token must have the",
      "algorithm that its key names; for a key that names none that is RS256 for RSA,",
      "the curve's for EC and OKP, HS256 for a secret.",
      "",
      "A secret file's bytes are the secret exactly as they are, a line end at the",
      "end included; a file with a JWK of type oct is read as that.",
      "",
      "Exit status: 0 valid, 1 refused (with --lines: any refused), 2 wrong usage, 3",
      "the keys could not be had.",
      "",
      "Examples:",
      "  signet token verify --jwks https://auth.example/.well-known/jwks.json \\",
      "      --issuer https://auth.example --audience orders <token.txt",
      "  signet token verify --public-key key.pem --alg PS256 --json - <token.txt",
      "  signet token verify --secret-file secret --at 2026-01-31T12:00:00Z <token.txt",
      "  signet token verify --jwks keys.json --lines --json <tokens.txt"
    })
public final class VerifyCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final InstantSource clock;

  @Parameters(arity = "0..1", paramLabel = "TOKEN", description = TokenInput.HELP)
  private Optional<String> token;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Keys keys;

  /** Where the keys come from; exactly one. */
  static final class Keys {
    @Option(
        names = "--jwks",
        paramLabel = "URL|FILE",
        description = "A JWK Set: an https address (http on loopback only) or a file.")
    private Optional<String> jwks;

    @Option(
        names = "--public-key",
        paramLabel = "FILE",
        description = "A public key, in PEM or as a JWK.")
    private Optional<Path> publicKey;

    @Option(names = "--secret-file", paramLabel = "FILE", description = "An HMAC secret.")
    private Optional<Path> secretFile;
  }

  @Option(names = "--issuer", paramLabel = "ISSUER", description = "What iss must be.")
  private Optional<String> issuer;

  @Option(names = "--audience", paramLabel = "NAME", description = "What aud must contain.")
  private Optional<String> audience;

  @Option(
      names = "--alg",
      paramLabel = "ALG",
      converter = AlgorithmConverter.class,
      description = "An accepted algorithm; repeat it for several.")
  private List<JwsAlgorithm> algorithms = List.of();

  @Option(names = "--typ", paramLabel = "TYP", description = "What typ must be, such as at+jwt.")
  private Optional<String> type;

  @Option(
      names = "--clock-skew",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "30s",
      description = "How far clocks may differ, at most 60s (default: ${DEFAULT-VALUE}).")
  private Duration clockSkew;

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      converter = InstantConverter.class,
      description = "Verify as if it were this time.")
  private Optional<Instant> at;

  @Option(names = "--lines", description = "A token a line on standard input, a result a line out.")
  private boolean lines;

  @Option(names = "--json", description = "Print the result as one line of JSON.")
  private boolean json;

  /** The command on these streams; the clock tells the time unless {@code --at} does. */
  public VerifyCommand(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, OperatorException {
    if (lines && token.filter(value -> !value.equals("-")).isPresent()) {
      throw OperatorException.usage("--lines reads standard input; leave the token out");
    }
    VerificationPolicy policy =
        new VerificationPolicy(
            issuer,
            audience,
            type,
            List.copyOf(algorithms),
            clockSkew,
            at.map(InstantSource::fixed).orElse(clock));
    VerifyOutput output = new VerifyOutput(terminal, policy.notChecked());
    TokenInput input = new TokenInput(terminal);
    JwtVerifier verifier = policy.verifier(keySet());
    return lines ? eachLine(verifier, input, output) : one(verifier, input, output);
  }

  private JwkSet keySet() throws OperatorException {
    KeyFiles files = new KeyFiles(terminal);
    if (keys.secretFile.isPresent()) {
      return JwkSet.of(files.secret(keys.secretFile.get()));
    }
    if (keys.publicKey.isPresent()) {
      return JwkSet.of(files.publicKey(keys.publicKey.get()));
    }
    String jwks = keys.jwks.orElseThrow();
    JwkSet set = KeyAddress.isAddress(jwks) ? KeyAddress.fetch(jwks) : files.keySet(Path.of(jwks));
    if (set.isEmpty()) {
      throw OperatorException.keysUnavailable(
          jwks + " has no usable key; see 'signet key show " + jwks + "'", null);
    }
    return set;
  }

  private int one(JwtVerifier verifier, TokenInput input, VerifyOutput output)
      throws IOException, OperatorException {
    Verification result = verifier.verify(input.one(token));
    if (json) {
      output.json(result);
    } else {
      output.text(result);
    }
    return result instanceof Verification.Verified ? ExitCode.OK : ExitCode.FAILED;
  }

  private int eachLine(JwtVerifier verifier, TokenInput input, VerifyOutput output)
      throws IOException, OperatorException {
    int status = ExitCode.OK;
    for (Optional<String> line = input.nextLine(); line.isPresent(); line = input.nextLine()) {
      Verification result = verifier.verify(line.get());
      if (json) {
        output.json(result);
      } else {
        output.line(result);
      }
      if (result instanceof Verification.Rejected) {
        status = ExitCode.FAILED;
      }
    }
    return status;
  }
}
