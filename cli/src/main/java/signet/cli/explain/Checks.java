package signet.cli.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import signet.cli.explain.Check.Outcome;
import signet.cli.explain.Facts.Expected;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwt.ClaimNames;
import signet.jose.jwt.JwtClaims;
import signet.jose.reject.RejectReason;

/**
 * Every check in the order of the verifier, with what was compared. Which of them failed is not
 * decided here: it follows from the verdict's reason.
 */
final class Checks {
  private final Inquiry inquiry;
  private final Expected expected;
  private final Optional<String> failed;
  private final List<Check> checks = new ArrayList<>();
  private boolean reached = true;

  private Checks(Inquiry inquiry) {
    this.inquiry = inquiry;
    this.expected = inquiry.facts().expected();
    this.failed = failed(inquiry);
  }

  static List<Check> of(Inquiry inquiry) {
    Checks checks = new Checks(inquiry);
    checks.addAll();
    return checks.checks;
  }

  /** The name of the check that a verdict comes from; empty where every check passed. */
  static Optional<String> failed(Inquiry inquiry) {
    Verdict verdict = inquiry.verdict();
    if (verdict.isAccepted()) {
      return Optional.empty();
    }
    if (verdict.reason().isEmpty()) {
      return Optional.of(verdict.status() == 403 ? "scope" : "request");
    }
    return Optional.of(name(verdict.reason().get(), inquiry.token()));
  }

  private static String name(RejectReason reason, Anatomy token) {
    return switch (reason) {
      // The claims are read after the signature has been checked.
      case MALFORMED -> isFormed(token) ? "claims" : "form";
      case TOO_LARGE, NOT_NESTED, NOT_DECRYPTABLE -> "form";
      case CRITICAL_HEADER -> "crit";
      case ALG_NONE, ALG_NOT_ALLOWED -> "alg";
      case WRONG_TYPE -> "typ";
      case KEYS_UNAVAILABLE, UNKNOWN_KID, KEY_MISMATCH -> "key";
      case BAD_SIGNATURE -> "signature";
      case BAD_CLAIM, MISSING_CLAIM -> "claims";
      case WRONG_ISSUER -> "iss";
      case WRONG_AUDIENCE -> "aud";
      case EXPIRED -> "exp";
      case NOT_YET_VALID -> "nbf";
      case ISSUED_IN_FUTURE -> "iat";
      case TOO_OLD, LIFETIME_TOO_LONG -> "age";
      case CUSTOM_CHECK -> "custom";
      case REVOCATIONS_UNAVAILABLE, REVOKED -> "revocation";
      case DPOP_MISSING, DPOP_INVALID -> "proof";
    };
  }

  /** Whether header and signature can be read, so that only the claims can be malformed. */
  static boolean isFormed(Anatomy token) {
    return token.parts().size() == 3
        && token.isCanonical(0)
        && token.isCanonical(1)
        && token.isCanonical(2)
        && token.header("alg").isPresent();
  }

  private void addAll() {
    add("request", true, request());
    add("form", true, form());
    add("crit", true, "no extension is asked for");
    add("alg", true, header("alg") + ", accepted: " + KeyCauses.accepted(inquiry));
    add("typ", expected.type().isPresent(), compared(header("typ"), expected.type()));
    add("key", true, key());
    add("signature", true, signature());
    add("claims", true, claims());
    add("iss", expected.issuer().isPresent(), compared(claim("iss"), expected.issuer()));
    add("aud", expected.audience().isPresent(), compared(audience(), expected.audience()));
    add("exp", true, time(ClaimNames.EXPIRES_AT));
    add("nbf", has(ClaimNames.NOT_BEFORE), time(ClaimNames.NOT_BEFORE));
    add("iat", has(ClaimNames.ISSUED_AT), time(ClaimNames.ISSUED_AT));
    // What only the service knows to be asked for is seen where it fails.
    add("age", false, age());
    if (failed.filter("custom"::equals).isPresent()) {
      add("custom", true, "a check of the application");
    }
    add("revocation", inquiry.judge().revocation().isPresent(), revocation());
    add("proof", isBound(), proof());
    add("scope", !expected.scopes().isEmpty(), scope());
  }

  private void add(String name, boolean asked, String detail) {
    Outcome outcome;
    if (failed.filter(name::equals).isPresent()) {
      outcome = Outcome.FAILED;
      reached = false;
    } else if (!reached) {
      outcome = Outcome.NOT_REACHED;
    } else {
      outcome = asked ? Outcome.PASSED : Outcome.NOT_ASKED;
    }
    checks.add(new Check(name, outcome, detail));
  }

  private String request() {
    return switch (inquiry.presented().form()) {
      case TOKEN -> "a token by itself";
      case HEADERS -> "headers, of Authorization " + inquiry.presented().authorization().size();
      case URL -> "a URL";
      case CURL -> "a curl command";
    };
  }

  private String form() {
    Anatomy token = inquiry.token();
    return count(token.parts().size(), "part") + ", " + count(token.token().length(), "character");
  }

  private static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  private String key() {
    String kid = inquiry.kid().map(name -> "kid " + Judge.shown(name)).orElse("no kid");
    Optional<JwkSet> keys = inquiry.facts().held().keys();
    if (keys.isEmpty()) {
      return kid + "; no keys are known";
    }
    Optional<Jwk> named =
        keys.get().keys().stream()
            .filter(key -> key.kid().isPresent() && key.kid().equals(inquiry.kid()))
            .findFirst();
    return kid
        + named
            .map(
                key ->
                    " is held: "
                        + key.keyType().wireName()
                        + key.alg().map(alg -> " for " + alg).orElse(""))
            .orElse("; held: " + held(keys.get()));
  }

  private static String held(JwkSet keys) {
    List<String> kids = keys.kids().stream().limit(4).map(Judge::shown).toList();
    int more = keys.keys().size() - kids.size();
    String rest = more > 0 ? (kids.isEmpty() ? "" : " and ") + count(more, "key") : "";
    return String.join(", ", kids) + rest;
  }

  private String signature() {
    return inquiry.token().signature().map(bytes -> count(bytes.length, "byte")).orElse("none");
  }

  private String claims() {
    return inquiry
        .token()
        .claims()
        .map(claims -> String.join(" ", claims.toMap().keySet()))
        .orElse("cannot be read");
  }

  private String compared(String actual, Optional<String> wanted) {
    if (wanted.isEmpty() || actual.equals(wanted.get())) {
      return actual;
    }
    return TextDifference.small(actual, wanted.get()).isPresent()
        ? "\nis       "
            + actual
            + "\nexpected "
            + wanted.get()
            + "\n         "
            + TextDifference.mark(actual, wanted.get())
        : actual + ", expected " + wanted.get();
  }

  private String audience() {
    return String.join(" ", inquiry.token().claims().map(JwtClaims::audience).orElse(List.of()));
  }

  private String time(String claim) {
    return TimeCauses.time(inquiry, claim)
        .map(
            at ->
                Times.both(at, inquiry.facts().zone())
                    + ", "
                    + Times.relative(at, inquiry.facts().now()))
        .orElse(has(claim) ? "no date: " + value(claim) : "absent");
  }

  private String value(String claim) {
    return inquiry.token().claims().flatMap(c -> c.value(claim)).map(Object::toString).orElse("");
  }

  private boolean has(String claim) {
    return inquiry.token().claims().filter(c -> c.toMap().containsKey(claim)).isPresent();
  }

  private String age() {
    return TimeCauses.time(inquiry, ClaimNames.ISSUED_AT)
        .flatMap(
            iat ->
                TimeCauses.time(inquiry, ClaimNames.EXPIRES_AT)
                    .map(exp -> "lives " + Times.span(Duration.between(iat, exp))))
        .orElse("unknown");
  }

  private String revocation() {
    return inquiry.judge().revocation().isPresent()
        ? "sid " + claim(ClaimNames.SESSION_ID) + ", authz_ver " + value(ClaimNames.AUTHZ_VERSION)
        : "not looked at; --server with --client-id does";
  }

  private boolean isBound() {
    return has("cnf");
  }

  private String proof() {
    return isBound() ? "the token is bound to a key (DPoP)" : "the token is bound to no key";
  }

  private String scope() {
    String held = claim(ClaimNames.SCOPE);
    return expected.scopes().isEmpty()
        ? held
        : held + ", asked for: " + String.join(" ", expected.scopes());
  }

  private String header(String name) {
    return inquiry.token().header(name).map(text -> clean(text)).orElse("absent");
  }

  private String claim(String name) {
    return inquiry.token().claim(name).orElse(has(name) ? "no text" : "absent");
  }

  private static String clean(String text) {
    return text.length() > 64 ? text.substring(0, 64) + "…" : text;
  }
}
