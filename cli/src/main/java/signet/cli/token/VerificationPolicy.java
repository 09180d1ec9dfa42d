package signet.cli.token;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import signet.jose.jwa.JwsAlgorithm;

/**
 * What a token must satisfy beside its signature. What is absent is not checked. Immutable.
 *
 * @param algorithms the accepted ones; empty means the usual one of each key
 */
record VerificationPolicy(
    Optional<String> issuer,
    Optional<String> audience,
    Optional<String> type,
    List<JwsAlgorithm> algorithms,
    Duration clockSkew,
    InstantSource clock) {

  /** The names of the expectations that were not given. */
  List<String> notChecked() {
    List<String> names = new ArrayList<>();
    if (issuer.isEmpty()) {
      names.add("issuer");
    }
    if (audience.isEmpty()) {
      names.add("audience");
    }
    if (type.isEmpty()) {
      names.add("typ");
    }
    return names;
  }
}
