package signet.server.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwa.KeyType;

/** Reads which PKCS#11 token signing keys are in, all of which must be said or nothing. */
final class Pkcs11Reader {
  private final MasterKeyReader.Values values;
  private final List<String> problems;

  Pkcs11Reader(MasterKeyReader.Values values, List<String> problems) {
    this.values = values;
    this.problems = problems;
  }

  Optional<ServerConfig.Pkcs11> read(JwsAlgorithm algorithm) {
    Optional<Path> library = values.of(Pkcs11Settings.LIBRARY).map(Path::of);
    Optional<String> token = values.of(Pkcs11Settings.TOKEN);
    Optional<Path> pinFile = values.of(Pkcs11Settings.PIN_FILE).map(Path::of);
    Optional<String> given = values.of(Pkcs11Settings.PIN);
    if (library.isEmpty() && token.isEmpty() && pinFile.isEmpty()) {
      return Optional.empty();
    }
    if (library.isEmpty() || token.isEmpty()) {
      problems.add("keys.pkcs11.library and keys.pkcs11.token must be set together");
    }
    if (given.isPresent() == pinFile.isPresent()) {
      problems.add(
          given.isPresent()
              ? "SIGNET_PKCS11_PIN and keys.pkcs11.pin-file are both set: remove one"
              : "SIGNET_PKCS11_PIN or keys.pkcs11.pin-file must be set where keys.pkcs11.token is");
    }
    if (algorithm.keyType() != KeyType.RSA && algorithm.keyType() != KeyType.EC) {
      problems.add(
          "tokens.access.algorithm must be one of RSA or EC, such as RS256 or ES256, where"
              + " keys.pkcs11.token is set");
    }
    Optional<String> pin = pinFile.isPresent() ? pinFile.flatMap(this::pin) : given;
    return library.isPresent() && token.isPresent() && pin.isPresent()
        ? Optional.of(new ServerConfig.Pkcs11(library.get(), token.get(), pin.get()))
        : Optional.empty();
  }

  private Optional<String> pin(Path file) {
    try {
      Set<PosixFilePermission> open = EnumSet.copyOf(Files.getPosixFilePermissions(file));
      open.removeIf(permission -> permission.name().startsWith("OWNER"));
      if (!open.isEmpty()) {
        problems.add(
            "keys.pkcs11.pin-file %s is open to group or others: run chmod 600 %s"
                .formatted(file, file));
        return Optional.empty();
      }
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      problems.add(
          "keys.pkcs11.pin-file "
              + file
              + " cannot be read: check that it exists and its permissions");
      return Optional.empty();
    }
  }
}
