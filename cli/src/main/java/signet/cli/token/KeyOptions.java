package signet.cli.token;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import signet.cli.key.KeyFiles;
import signet.cli.terminal.OperatorException;
import signet.cli.terminal.Terminal;
import signet.jose.jwk.JwkSet;

/** The options that say where the keys come from; one of them. */
final class KeyOptions {
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

  Optional<String> jwks() {
    return jwks;
  }

  Optional<Path> publicKey() {
    return publicKey;
  }

  Optional<Path> secretFile() {
    return secretFile;
  }

  /** The keys, at least one. */
  JwkSet keySet(Terminal terminal) throws OperatorException {
    KeyFiles files = new KeyFiles(terminal);
    if (secretFile.isPresent()) {
      return JwkSet.of(files.secret(secretFile.get()));
    }
    if (publicKey.isPresent()) {
      return JwkSet.of(files.publicKey(publicKey.get()));
    }
    String place = jwks.orElseThrow();
    return requireUsable(files.keySetAt(place), place);
  }

  static JwkSet requireUsable(JwkSet set, String place) throws OperatorException {
    if (set.isEmpty()) {
      throw OperatorException.keysUnavailable(
          place + " has no usable key; see 'signet key show " + place + "'", null);
    }
    return set;
  }
}
