package signet.cli.token;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
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
  private KeyOptions keys;

  @Mixin private PolicyOptions policyOptions = new PolicyOptions();

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
    VerificationPolicy policy = policyOptions.policy(clock);
    VerifyOutput output = new VerifyOutput(terminal, policy.notChecked());
    TokenInput input = new TokenInput(terminal);
    JwtVerifier verifier = policy.verifier(keys.keySet(terminal));
    return lines ? eachLine(verifier, input, output) : one(verifier, input, output);
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
