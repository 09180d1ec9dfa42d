package signet.cli.explain;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import signet.cli.explain.Facts.KeyPlace;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.runtime.setting.DidYouMean;

/** Causes in algorithm and key: why the verifier found none to check the signature with. */
final class KeyCauses {
  private KeyCauses() {}

  static Cause unavailable(Inquiry inquiry) {
    if (inquiry.facts().held().place().isEmpty()) {
      return Cause.of(
          "no keys were given, so nothing is known about the signature.",
          "say where the keys are: --server URL, --jwks, --public-key or --secret-file");
    }
    return Cause.of(
        "no key set could be had from " + inquiry.facts().held().place() + ".",
        "signet doctor " + inquiry.facts().held().place());
  }

  static Cause unsigned(Inquiry inquiry) {
    String before =
        inquiry.kid().isPresent() || inquiry.token().header("typ").isPresent()
            ? ", though its header still names what it was signed with"
            : "";
    return Cause.of(
        "the token is not signed (alg none)"
            + before
            + ": a debugging proxy or tool took the signature off, or somebody forged it.",
        "take the proxy out and use the token as the server issued it");
  }

  static Cause notAllowed(Inquiry inquiry) {
    String alg = inquiry.token().header("alg").orElse("");
    Optional<JwsAlgorithm> algorithm = inquiry.algorithm();
    // Where the keys alone say what is accepted, a key that is missing takes its algorithm along.
    Optional<Cause> missing =
        inquiry
            .kid()
            .filter(kid -> !kids(inquiry).contains(kid))
            .flatMap(kid -> elsewhere(inquiry, kid).or(() -> retired(inquiry, kid)));
    if (missing.isPresent()) {
      return missing.get();
    }
    if (algorithm.isEmpty()) {
      return Cause.of(
          "the header's alg is none that exists here; alg is compared with its case.",
          "have the issuer sign with RS256, ES256 or Ed25519");
    }
    return forged(inquiry, algorithm.get())
        .or(() -> otherIssuer(inquiry, "alg " + alg))
        .orElseGet(() -> otherAlgorithm(inquiry, algorithm.get()));
  }

  /** The secret is a public key as text: algorithm confusion. */
  private static Optional<Cause> forged(Inquiry inquiry, JwsAlgorithm algorithm) {
    if (!algorithm.isSymmetric()) {
      return Optional.empty();
    }
    Optional<SecretTrials> trials = SignatureCauses.secrets(inquiry, algorithm);
    return inquiry.places().stream()
        .flatMap(place -> place.keys().keys().stream())
        .flatMap(jwk -> trials.flatMap(known -> known.publicText(jwk)).stream())
        .findFirst()
        .map(
            text ->
                Cause.of(
                    "this token is forged: its "
                        + algorithm.wireName()
                        + " uses "
                        + text
                        + " as the secret.",
                    "somebody tries algorithm confusion; the verifier refuses it, so nothing is"
                        + " open",
                    "signet attack finds services that do not"));
  }

  private static Cause otherAlgorithm(Inquiry inquiry, JwsAlgorithm algorithm) {
    String alg = algorithm.wireName();
    if (algorithm.isSymmetric()) {
      return Cause.of(
          "the token is signed with a shared secret ("
              + alg
              + "), and this verifier takes "
              + accepted(inquiry)
              + " with public keys: the issuer is set to another algorithm.",
          "set the issuer to an asymmetric algorithm, or verify with --secret-file");
    }
    return Cause.of(
        "the token is signed with " + alg + ", and this verifier takes " + accepted(inquiry) + ".",
        "set both to one algorithm; here that is --alg " + alg);
  }

  static String accepted(Inquiry inquiry) {
    List<String> names =
        inquiry.judge().policy().get().build().algorithms().stream()
            .map(JwsAlgorithm::wireName)
            .toList();
    return names.size() > 5 ? "asymmetric algorithms" : String.join(", ", names);
  }

  static Cause unknownKid(Inquiry inquiry) {
    Optional<String> kid = inquiry.kid();
    if (kid.isEmpty()) {
      return Cause.of(
          "the token names no key (kid), and there is none that it could be for.",
          "have the issuer write a kid, or give its one key");
    }
    return near(inquiry, kid.get())
        .or(() -> elsewhere(inquiry, kid.get()))
        .or(() -> retired(inquiry, kid.get()))
        .or(() -> otherIssuer(inquiry, "kid"))
        .orElseGet(() -> gone(inquiry, kid.get()));
  }

  private static Optional<Cause> near(Inquiry inquiry, String kid) {
    List<String> held = kids(inquiry);
    return held.stream()
        .filter(other -> other.equalsIgnoreCase(kid) || other.strip().equals(kid.strip()))
        .findFirst()
        // Thumbprints of different keys are far from each other, names such as rsa-1 are not.
        .or(() -> kid.length() < 20 ? Optional.empty() : DidYouMean.nearest(kid, held))
        .map(
            other ->
                Cause.of(
                    "the kid "
                        + Judge.shown(kid)
                        + " is misspelt: the key is called "
                        + Judge.shown(other)
                        + "; names of keys are compared letter by letter.",
                    "mend the kid where the issuer or the key set has it"));
  }

  private static List<String> kids(Inquiry inquiry) {
    return inquiry.facts().held().keys().map(JwkSet::kids).orElse(List.of());
  }

  /** The published set has the key where the held one has not, or the set of somebody else. */
  private static Optional<Cause> elsewhere(Inquiry inquiry, String kid) {
    Optional<KeyPlace> published =
        inquiry.facts().published().filter(place -> place.keys().kids().contains(kid));
    if (published.isPresent()) {
      return Optional.of(
          Cause.of(
              "the key set in use was fetched before the rotation: "
                  + published.get().place()
                  + " now has the kid "
                  + Judge.shown(kid)
                  + ".",
              "have the service fetch its keys again; see why it keeps them so long"));
    }
    return inquiry.facts().others().stream()
        .filter(place -> place.keys().kids().contains(kid))
        .findFirst()
        .map(
            place ->
                Cause.of(
                    "the key is one of "
                        + place.place()
                        + ": the token comes from that environment or issuer, not from this one.",
                    "send a token of the issuer that this service trusts"));
  }

  private static Optional<Cause> retired(Inquiry inquiry, String kid) {
    return Optional.ofNullable(inquiry.facts().retired().get(kid))
        .map(
            state ->
                Cause.of(
                    "the key was rotated away: the history has the kid as " + state + ".",
                    "have the client refresh or log in again for a token of the current key"));
  }

  /**
   * The token names another issuer than the one it is verified for.
   *
   * @param unknown what of the header is not what the expected issuer writes
   */
  private static Optional<Cause> otherIssuer(Inquiry inquiry, String unknown) {
    Optional<String> iss = inquiry.token().claim("iss");
    Optional<String> expected =
        inquiry
            .facts()
            .expected()
            .issuer()
            .or(() -> inquiry.facts().published().flatMap(KeyPlace::issuer));
    if (iss.isEmpty() || expected.isEmpty() || iss.equals(expected)) {
      return Optional.empty();
    }
    return Optional.of(
        Cause.of(
            "the token says it is of another "
                + environment(iss.get(), expected.get())
                + ": iss is "
                + iss.get()
                + ", and the "
                + unknown
                + " is none of "
                + expected.get()
                + ".",
            "send a token of " + expected.get(),
            "or, if both are trusted, let the service take both issuers"));
  }

  /** {@code issuer}, or the environment where the name tells of one. */
  static String environment(String actual, String expected) {
    return TextDifference.environment(actual)
        .filter(word -> !expected.toLowerCase(Locale.ROOT).contains(word))
        .map(word -> "environment (" + word + ")")
        .orElse("issuer");
  }

  private static Cause gone(Inquiry inquiry, String kid) {
    Optional<Instant> iat = inquiry.token().claims().flatMap(claims -> claims.instant("iat"));
    String age =
        iat.map(
                at ->
                    "; the token was issued "
                        + Times.span(Duration.between(at, inquiry.facts().now()))
                        + " ago")
            .orElse("");
    boolean sameIssuer =
        inquiry.facts().expected().issuer().isPresent()
            && inquiry.facts().expected().issuer().equals(inquiry.token().claim("iss"));
    boolean asked = inquiry.facts().published().isPresent();
    String fact =
        sameIssuer
            ? "the key was rotated away or withdrawn: the token is of the right issuer, and its key "
                + Judge.shown(kid)
                + " is not in the set any more, or another server signed it under that name"
            : "the key "
                + Judge.shown(kid)
                + " is not in the set: rotated away, or of another issuer or environment";
    return Cause.of(
        fact + age + ".",
        asked
            ? "have the client refresh or log in again"
            : "--server URL looks whether the issuer has it now; --also FILE|URL looks elsewhere");
  }

  static Cause mismatch(Inquiry inquiry) {
    String alg = inquiry.token().header("alg").orElse("");
    Optional<String> kid = inquiry.kid();
    if (kid.isEmpty()) {
      return Cause.of(
          "the token names no kid, and more or fewer than one key of the set is for " + alg + ".",
          "have the issuer write the kid, or give the one key");
    }
    Optional<Jwk> named =
        inquiry.facts().held().keys().stream()
            .flatMap(set -> set.keys().stream())
            .filter(key -> key.kid().equals(kid))
            .findFirst();
    return Cause.of(
        "the kid "
            + Judge.shown(kid.get())
            + named
                .map(
                    key ->
                        " is a key of type "
                            + key.keyType().wireName()
                            + key.alg().map(own -> " for " + own).orElse("")
                            + key.use().map(use -> " (use " + use + ")").orElse(""))
                .orElse(" is held")
            + ", and the token says "
            + alg
            + ": a key has one algorithm.",
        "set alg at the key or at the issuer so that both say the same");
  }
}
