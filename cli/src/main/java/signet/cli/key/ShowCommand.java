package signet.cli.key;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import signet.cli.json.JsonText;
import signet.cli.terminal.ExitCode;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Style;
import signet.cli.terminal.Terminal;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.PublicJwk;
import signet.jose.jwk.SecretJwk;

/** {@code signet key show}: what a key is, whether it is strong, and fingerprints to compare. */
@Command(
    name = "show",
    sortOptions = false,
    description = "Shows keys of a file or an address: type, size, fingerprints, verdict.",
    footer = {
      "",
      "The file is PEM, a JWK or a JWK Set; the address answers with a JWK Set.",
      "Nothing secret is printed. The SHA-256 of the SPKI is what openssl prints for",
      "  openssl pkey -pubin -in key.pem -outform DER | openssl dgst -sha256",
      "",
      "Exit status: 0 every key is good, 1 some key is not, 3 there are none to be",
      "had.",
      "",
      "Examples:",
      "  signet key show key.pem",
      "  signet key show https://auth.example/.well-known/jwks.json"
    })
public final class ShowCommand implements Callable<Integer> {
  private static final int MIN_SECRET_BYTES = 32;

  private final Terminal terminal;

  @Parameters(paramLabel = "FILE|URL", description = "Where the keys are.")
  private String place;

  /** The command on these streams. */
  public ShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws OperatorException {
    if (KeyAddress.isAddress(place)) {
      return show(KeyAddress.fetch(place));
    }
    Path file = Path.of(place);
    KeyFiles files = new KeyFiles(terminal);
    return files.isKeySet(file) ? show(files.keySet(file)) : show(files.jwkOrPem(file));
  }

  private int show(JwkSet set) {
    for (Jwk jwk : set.keys()) {
      show(jwk);
    }
    for (JwkSet.SkippedKey skipped : set.skipped()) {
      terminal.out().println("key " + (skipped.index() + 1) + " of the set");
      verdict(Style.BAD, "unusable: " + skipped.message());
    }
    if (set.keys().isEmpty() && set.skipped().isEmpty()) {
      terminal.out().println("the set is empty");
    }
    field("keyset id", set.keysetId());
    return set.skipped().isEmpty() && !set.keys().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private int show(Jwk jwk) {
    if (jwk instanceof SecretJwk secret) {
      return showSecret(secret);
    }
    PublicJwk key = jwk instanceof PrivateJwk pair ? pair.toPublic() : (PublicJwk) jwk;
    String half = jwk instanceof PrivateJwk ? "key pair" : "public key";
    String curve = key.curve().map(c -> " " + c.wireName()).orElse("");
    terminal.out().println(key.keyType().wireName() + curve + " " + half);
    field("bits", Integer.toString(key.bits()));
    names(key);
    field("thumbprint", key.thumbprint());
    field("SHA-256 of SPKI", sha256(key.publicKey().getEncoded()));
    verdict(Style.GOOD, "good");
    return ExitCode.OK;
  }

  // No fingerprint of a secret: it would let anyone who sees it test guesses.
  private int showSecret(SecretJwk secret) {
    terminal.out().println("oct secret");
    field("bits", Integer.toString(secret.length() * 8));
    names(secret);
    if (secret.length() < MIN_SECRET_BYTES) {
      verdict(Style.BAD, "weak: shorter than the 256 bits that HS256 needs");
      return ExitCode.FAILED;
    }
    verdict(Style.GOOD, "good, if it is random");
    return ExitCode.OK;
  }

  private void names(Jwk jwk) {
    jwk.kid().ifPresent(kid -> field("kid", kid));
    jwk.alg().ifPresent(alg -> field("alg", alg));
    jwk.use().ifPresent(use -> field("use", use));
  }

  private void field(String name, String value) {
    terminal.out().println("  " + name + ": " + JsonText.printable(value));
  }

  private void verdict(Style style, String text) {
    terminal.out().println("  verdict: " + terminal.styled(style, JsonText.printable(text)));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
