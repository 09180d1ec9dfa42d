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
import signet.cli.key.KeyFiles;
import signet.cli.option.AlgorithmConverter;
import signet.cli.option.DurationConverter;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.SecretJwk;
import signet.jose.jws.SigningKey;
import signet.jose.jwt.JwtSigner;

/** {@code signet token sign}: signs claims with a key from a file. There is no default key. */
@Command(
    name = "sign",
    sortOptions = false,
    description = "Signs claims with a key from a file and prints the token.",
    footer = {
      "",
      "A claim is name=value (a string; for exp, nbf and iat an instant), name:=JSON",
      "(any value), or a whole JSON object; later ones win. iat is now and exp",
      "follows --expires-in unless they are given.",
      "",
      "Examples:",
      "  signet key generate --alg ES256 --out key.jwk",
      "  signet token sign --key key.jwk sub=alice aud=orders --expires-in 5m",
      "  signet token sign --key key.pem --alg PS256 --kid 2026-01 '{\"sub\":\"alice\"}'",
      "  signet token sign --secret-file secret sub=alice 'roles:=[\"admin\"]'"
    })
public final class SignCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final InstantSource clock;

  @Parameters(arity = "0..*", paramLabel = "CLAIM", description = "The claims; see below.")
  private List<String> claims = List.of();

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Key key;

  /** What to sign with; exactly one. */
  static final class Key {
    @Option(
        names = "--key",
        paramLabel = "FILE",
        description = "A private key in PEM or as a JWK, or a secret as a JWK.")
    private Optional<Path> file;

    @Option(
        names = "--secret-file",
        paramLabel = "FILE",
        description = "An HMAC secret: the file's bytes exactly as they are.")
    private Optional<Path> secretFile;
  }

  @Option(
      names = "--alg",
      paramLabel = "ALG",
      converter = AlgorithmConverter.class,
      description = "The algorithm, where the key names none and RS256 or HS256 is not meant.")
  private Optional<JwsAlgorithm> algorithm;

  @Option(names = "--kid", paramLabel = "KID", description = "The kid, in place of the key's own.")
  private Optional<String> kid;

  @Option(
      names = "--typ",
      paramLabel = "TYP",
      defaultValue = "JWT",
      description = "The header's typ (default: ${DEFAULT-VALUE}).")
  private String type;

  @Option(
      names = "--expires-in",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      defaultValue = "15m",
      description = "How long the token is valid (default: ${DEFAULT-VALUE}).")
  private Duration expiresIn;

  /** The command on these streams; the clock gives {@code iat}. */
  public SignCommand(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, OperatorException {
    KeyFiles files = new KeyFiles(terminal);
    Jwk jwk =
        key.file.isPresent()
            ? files.signingKey(key.file.get())
            : files.secret(key.secretFile.orElseThrow());
    ClaimArguments arguments = ClaimArguments.parse(claims);
    Instant now = clock.instant();
    terminal.out().println(signer(jwk).sign(arguments.toClaims(now, now.plus(expiresIn))));
    return ExitCode.OK;
  }

  private JwtSigner signer(Jwk jwk) throws OperatorException {
    try {
      if (jwk instanceof PrivateJwk pair) {
        PrivateJwk named = kid.isPresent() ? pair.withKid(kid.get()) : pair;
        return JwtSigner.of(SigningKey.of(named, algorithmFor(named)), type);
      }
      SecretJwk secret = (SecretJwk) jwk;
      SecretJwk named = kid.isPresent() ? secret.withKid(kid.get()) : secret;
      return JwtSigner.of(SigningKey.of(named, algorithmFor(named)), type);
    } catch (JwkException e) {
      throw OperatorException.usage("the key cannot sign this: " + e.getMessage(), e);
    }
  }

  private JwsAlgorithm algorithmFor(Jwk jwk) throws OperatorException {
    Optional<JwsAlgorithm> own = jwk.alg().flatMap(JwsAlgorithm::fromWireName);
    if (algorithm.isPresent()) {
      JwsAlgorithm wanted = algorithm.get();
      if (own.isPresent() && own.get() != wanted) {
        throw OperatorException.usage(
            "the key is for "
                + own.get().wireName()
                + " only, so not for --alg "
                + wanted.wireName());
      }
      return wanted;
    }
    return own.or(() -> UsualAlgorithm.of(jwk))
        .orElseThrow(
            () ->
                OperatorException.usage(
                    "the key is for "
                        + jwk.alg().orElse("no signature")
                        + ", which is no signature algorithm; use another key"));
  }
}
