package signet.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.JwkSet.SkippedKey;
import signet.jose.jwk.PublicJwk;

/** Looks at a published key set. Immutable. */
final class KeySetExamination {
  private final JwkSet keys;
  private final JwkSet asItStands;

  /**
   * An examination of one document.
   *
   * @param keys as a verifier reads it
   * @param asItStands as its owner would read it, private and secret keys included
   */
  KeySetExamination(JwkSet keys, JwkSet asItStands) {
    this.keys = keys;
    this.asItStands = asItStands;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        keys.isEmpty()
            ? Finding.bad("keys", "none of them can be used", "have the server publish its keys")
            : Finding.good("keys", keys.keys().size() + " of " + families()));
    asItStands.skipped().forEach(skipped -> findings.add(skipped(skipped)));
    long exposed = asItStands.keys().stream().filter(key -> !(key instanceof PublicJwk)).count();
    if (exposed > 0) {
      findings.add(
          Finding.bad(
              "private",
              "private or secret halves are published, of keys: " + exposed,
              "everybody can sign: make new keys, and revoke all that these have signed"));
    }
    names(findings);
    algorithms(findings);
    if (!keys.isEmpty()) {
      findings.add(Finding.good("keyset", keys.keysetId()));
    }
    return findings;
  }

  private String families() {
    return keys.keys().stream()
        .map(key -> key.keyType().wireName() + key.curve().map(c -> " " + c.wireName()).orElse(""))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static Finding skipped(SkippedKey skipped) {
    String which = "key " + (skipped.index() + 1) + ": " + skipped.message();
    return switch (skipped.problem()) {
      case WEAK -> Finding.bad("weak", which, "replace the key: signet key rotate");
      case UNSUPPORTED, UNAVAILABLE ->
          Finding.fair("kind", which, "services that are like this one pass it over");
      case INVALID, MALFORMED, NOT_EXPORTABLE ->
          Finding.bad("form", which, "mend what publishes it");
    };
  }

  private void names(List<Finding> findings) {
    if (keys.keys().stream().anyMatch(key -> key.kid().isEmpty())) {
      findings.add(
          keys.keys().size() == 1
              ? Finding.fair("kid", "the key has no kid", "name it, so that it can be replaced")
              : Finding.bad(
                  "kid",
                  "a key of several has no kid",
                  "name every key: which one is meant cannot be told"));
    }
    Set<String> seen = new TreeSet<>();
    Set<String> twice = new TreeSet<>();
    keys.kids().stream().filter(kid -> !seen.add(kid)).forEach(twice::add);
    if (!twice.isEmpty()) {
      findings.add(
          Finding.bad(
              "kid",
              "two keys are called " + String.join(", ", twice),
              "give each key a name of its own, such as its thumbprint"));
    }
  }

  private void algorithms(List<Finding> findings) {
    List<Jwk> without = keys.keys().stream().filter(key -> key.alg().isEmpty()).toList();
    boolean mixed = keys.keys().stream().map(Jwk::keyType).distinct().count() > 1;
    if (!without.isEmpty()) {
      findings.add(
          Finding.fair(
              "alg",
              without.size()
                  + " of the keys "
                  + (without.size() == 1 ? "names" : "name")
                  + " no alg"
                  + (mixed ? ", in a set of several families" : ""),
              "write alg at each key: then nothing is left for a token to choose"));
    }
    if (keys.keys().stream().anyMatch(key -> key.use().filter("enc"::equals).isPresent())) {
      findings.add(Finding.good("use", "a key is for encryption alone; it verifies nothing"));
    }
  }
}
