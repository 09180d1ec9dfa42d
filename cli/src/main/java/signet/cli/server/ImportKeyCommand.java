package signet.cli.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import signet.cli.key.KeyFiles;
import signet.cli.option.AlgorithmConverter;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.Pkcs12;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.SecretJwk;

/** {@code signet key import}: takes over a signing key that was made elsewhere. */
@Command(
    name = "import",
    sortOptions = false,
    description = "Takes over a signing key that was made elsewhere.",
    footer = {
      "",
      "FILE is PEM, a JWK, or PKCS#12 with --password-file; with --alg HS256 also a",
      "secret as such. The key is for the one algorithm of tokens.access.algorithm and",
      "is sealed under the master key. It is published at once, signs when the next",
      "rotation is due and all verifiers can have it, and only another imported key",
      "follows it by itself. Remove FILE afterwards.",
      "",
      "Examples:",
      "  signet key import key.pem --alg RS256",
      "  signet key import key.p12 --password-file pass --alg ES256"
    })
public final class ImportKeyCommand implements Callable<Integer> {
  private static final int MAX_BYTES = 1024 * 1024;

  private final Terminal terminal;

  @Parameters(paramLabel = "FILE", description = "The key.")
  private Path file;

  @Option(
      names = "--alg",
      paramLabel = "ALG",
      converter = AlgorithmConverter.class,
      description = "What it signs with; needed where the key does not say it.")
  private Optional<JwsAlgorithm> algorithm;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "The password of a PKCS#12 file, on one line.")
  private Optional<Path> passwordFile;

  @Mixin private LocalAdministrationOptions data = new LocalAdministrationOptions();

  /** The command on these streams. */
  public ImportKeyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException, IOException {
    String jwk = exported(bound(read()));
    return data.administer(
        terminal,
        administration -> {
          String kid = administration.secrets().importKey(jwk);
          terminal.out().println(kid);
          terminal.err().println("imported; remove " + file + " now");
        });
  }

  private Jwk read() throws OperatorException, IOException {
    KeyFiles files = new KeyFiles(terminal);
    if (passwordFile.isPresent()) {
      return pkcs12(passwordFile.get());
    }
    boolean secret = algorithm.filter(JwsAlgorithm::isSymmetric).isPresent();
    return secret ? files.secret(file) : files.signingKey(file);
  }

  private Jwk pkcs12(Path password) throws OperatorException, IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw OperatorException.keysUnavailable(
          file + " is larger than 1 MiB; is it the right file?", null);
    }
    String line = Files.readString(password, UTF_8).lines().findFirst().orElse("");
    try {
      List<PrivateJwk> pairs = Pkcs12.read(Files.readAllBytes(file), line.toCharArray());
      if (pairs.size() != 1) {
        throw OperatorException.usage(
            file + " holds " + pairs.size() + " keys; keep the one that is meant");
      }
      return pairs.get(0);
    } catch (JwkException e) {
      throw OperatorException.keysUnavailable(
          file + " holds no key that can be used: " + e.getMessage(), e);
    }
  }

  /** With its algorithm, which nothing changes afterwards. */
  private Jwk bound(Jwk jwk) throws OperatorException {
    if (algorithm.isEmpty()) {
      if (jwk.alg().isEmpty()) {
        throw OperatorException.usage(file + " does not say its algorithm; add --alg");
      }
      return jwk;
    }
    if (jwk.alg()
        .flatMap(JwsAlgorithm::fromWireName)
        .filter(a -> a != algorithm.get())
        .isPresent()) {
      throw OperatorException.usage(file + " is for another algorithm than --alg says");
    }
    return jwk instanceof SecretJwk secret
        ? secret.withAlgorithm(algorithm.get())
        : ((PrivateJwk) jwk).withAlgorithm(algorithm.get());
  }

  private static String exported(Jwk jwk) {
    return jwk instanceof SecretJwk secret ? secret.exportJson() : ((PrivateJwk) jwk).exportJson();
  }
}
