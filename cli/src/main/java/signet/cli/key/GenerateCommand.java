package signet.cli.key;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import signet.cli.option.AlgorithmConverter;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.Pem;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.SecretJwk;

/** {@code signet key generate}: a fresh key in a file that only its owner reads. */
@Command(
    name = "generate",
    sortOptions = false,
    description = "Generates a key: the private one in FILE, the public half in FILE.pub.",
    footer = {
      "",
      "FILE can be read by its owner alone (mode 0600), and an existing file is never",
      "overwritten. A JWK carries its algorithm and kid, a PEM file cannot. A secret",
      "(HS256, HS384, HS512) is a JWK and has no public half.",
      "",
      "Examples:",
      "  signet key generate --alg RS256 --out key.jwk",
      "  signet key generate --alg Ed25519 --format pem --out key.pem"
    })
public final class GenerateCommand implements Callable<Integer> {
  /** How a key is written. */
  enum Format {
    jwk,
    pem
  }

  private final Terminal terminal;

  @Option(
      names = "--alg",
      required = true,
      paramLabel = "ALG",
      converter = AlgorithmConverter.class,
      description = {
        "HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384,",
        "ES512, Ed25519, ML-DSA-44, ML-DSA-65 or ML-DSA-87."
      })
  private JwsAlgorithm algorithm;

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where to.")
  private Path out;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "jwk",
      description = "jwk or pem (default: ${DEFAULT-VALUE}).")
  private Format format;

  @Option(
      names = "--bits",
      paramLabel = "BITS",
      defaultValue = "2048",
      description = "The size of an RSA key, 2048 to 8192 (default: ${DEFAULT-VALUE}).")
  private int bits;

  /** The command on these streams. */
  public GenerateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException, OperatorException {
    if (algorithm.isSymmetric()) {
      generateSecret();
    } else {
      generatePair();
    }
    return ExitCode.OK;
  }

  private void generateSecret() throws IOException, OperatorException {
    if (format == Format.pem) {
      throw OperatorException.usage("a secret has no PEM form; leave out --format pem");
    }
    SecretJwk secret = SecretJwk.generate(algorithm);
    write(out, secret.exportJson() + "\n", "rw-------");
    report("wrote the secret to " + out + ", kid " + secret.kid().orElse("none"));
  }

  private void generatePair() throws IOException, OperatorException {
    PrivateJwk pair;
    try {
      pair = PrivateJwk.generate(algorithm, bits);
    } catch (JwkException e) {
      throw OperatorException.usage(e);
    }
    Path publicFile = out.resolveSibling(out.getFileName() + ".pub");
    boolean pem = format == Format.pem;
    refuseExisting(publicFile);
    write(out, pem ? Pem.exportPrivate(pair) : pair.exportJson() + "\n", "rw-------");
    write(
        publicFile,
        pem ? Pem.encode(pair.toPublic()) : pair.toPublic().toJson() + "\n",
        "rw-r--r--");
    report("wrote the private key to " + out + " and the public key to " + publicFile);
    report("kid " + pair.kid().orElse("none"));
  }

  private void report(String line) {
    terminal.err().println(line);
  }

  private static void refuseExisting(Path file) throws OperatorException {
    if (Files.exists(file)) {
      throw exists(file, null);
    }
  }

  private static void write(Path file, String text, String permissions)
      throws IOException, OperatorException {
    try {
      // Born with its mode and only if new, so there is no moment in which others can read it.
      try (var channel =
          Files.newByteChannel(
              file,
              Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions)))) {
        channel.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
      }
    } catch (FileAlreadyExistsException e) {
      throw exists(file, e);
    }
  }

  private static OperatorException exists(Path file, @Nullable Throwable e) {
    return OperatorException.usage(
        file + " exists and is not overwritten; name another file or move it away", e);
  }
}
