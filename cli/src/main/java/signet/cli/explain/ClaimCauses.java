package signet.cli.explain;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import signet.bearer.revocation.RevokedBy;
import signet.jose.jwt.ClaimNames;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.VerifiedJwt;

/** Causes in what the token says: its kind, issuer, audience, scope, and whether it is revoked. */
final class ClaimCauses {
  private static final long LAST_SECOND = 253_402_300_799L;
  private static final Set<String> OF_ID_TOKENS = Set.of("nonce", "at_hash", "c_hash", "s_hash");

  private ClaimCauses() {}

  static Cause wrongType(Inquiry inquiry) {
    String expected = inquiry.facts().expected().type().orElse("another");
    String typ = inquiry.token().header("typ").map(Judge::shown).orElse("absent");
    return kind(inquiry)
        .orElseGet(
            () ->
                Cause.of(
                    "typ is "
                        + typ
                        + " where "
                        + expected
                        + " is expected: a token of another kind.",
                    "send the access token; if the issuer writes no such typ, leave --typ out"));
  }

  /** What kind of token it is, where it is not one for an API. */
  static Optional<Cause> kind(Inquiry inquiry) {
    Anatomy token = inquiry.token();
    String typ = token.header("typ").orElse("").toLowerCase(Locale.ROOT);
    String claimed = token.claim("typ").orElse("").toLowerCase(Locale.ROOT);
    if (typ.startsWith("rt+") || typ.contains("refresh") || claimed.equals("refresh")) {
      return Optional.of(
          Cause.of(
              "this is a refresh token, sent where the access token belongs.",
              "send the access_token of the same answer; a refresh token goes to the authorization"
                  + " server alone"));
    }
    if (typ.equals("dpop+jwt") || typ.equals("logout+jwt") || typ.equals("txntoken+jwt")) {
      return Optional.of(
          Cause.of(
              "this is a "
                  + typ.replace("+jwt", "")
                  + " token, sent where the access token belongs.",
              "send the access token"));
    }
    boolean isAccess = typ.endsWith("at+jwt");
    boolean isId =
        claimed.equals("id")
            || (!isAccess
                && token.claims().isPresent()
                && OF_ID_TOKENS.stream()
                    .anyMatch(name -> token.claims().get().value(name).isPresent())
                && token.claim(ClaimNames.SCOPE).isEmpty());
    return isId
        ? Optional.of(
            Cause.of(
                "this is an ID token, sent where the access token belongs: it tells the client who"
                    + " logged in, and is for no API.",
                "send the access_token of the same answer"))
        : Optional.empty();
  }

  static Cause badClaim(Inquiry inquiry) {
    if (inquiry.token().claims().isPresent()) {
      JwtClaims claims = inquiry.token().claims().get();
      for (String name : List.of("exp", "nbf", "iat")) {
        Optional<Object> value = claims.value(name);
        if (claims.integer(name).isPresent() && claims.integer(name).getAsLong() > LAST_SECOND) {
          return Cause.of(
              name + " is in milliseconds; a token has seconds since 1970 (RFC 7519 §2).",
              "divide by 1000 where the token is made: Date.now() and currentTimeMillis() count"
                  + " milliseconds");
        }
        if (value.isPresent() && claims.instant(name).isEmpty()) {
          return Cause.of(
              name + " is no whole number of seconds since 1970, as RFC 7519 §2 asks.",
              "write it as a number, without quotes, fraction or exponent");
        }
      }
      if (claims.value("aud").isPresent() && claims.audience().isEmpty()) {
        return Cause.of(
            "aud is neither a text nor a list of texts with at least one.",
            "write the service's name as aud");
      }
    }
    return Cause.of(
        "a claim that must be a text is none: iss, sub, jti, client_id, scope or sid.",
        "look at it with signet token decode");
  }

  static Cause missingClaim(Inquiry inquiry) {
    List<String> missing =
        inquiry.facts().expected().required().stream()
            .filter(
                name -> inquiry.token().claims().filter(c -> c.toMap().containsKey(name)).isEmpty())
            .toList();
    String names = missing.isEmpty() ? "a claim that is required" : String.join(", ", missing);
    return kind(inquiry)
        .map(cause -> cause.and("It lacks " + names + "."))
        .orElseGet(
            () ->
                Cause.of(
                    "the token lacks " + names + ".",
                    "have the issuer write it; an ID token or one of another profile lacks some"));
  }

  static Cause wrongIssuer(Inquiry inquiry) {
    Optional<String> iss = inquiry.token().claim("iss");
    String expected = inquiry.facts().expected().issuer().orElse("");
    if (iss.isEmpty()) {
      return Cause.of("the token has no iss.", "have the issuer write it");
    }
    Optional<String> small = TextDifference.small(iss.get(), expected);
    return small
        .map(
            difference ->
                Cause.of(
                    "iss is nearly the expected issuer: " + difference + ".",
                    "write the issuer in the service exactly as the server's metadata has it: "
                        + iss.get()))
        .orElseGet(
            () ->
                Cause.of(
                    "the token is of another "
                        + KeyCauses.environment(iss.get(), expected)
                        + ": iss is "
                        + iss.get()
                        + ", expected is "
                        + expected
                        + ".",
                    "send a token of " + expected));
  }

  static Cause wrongAudience(Inquiry inquiry) {
    String expected = inquiry.facts().expected().audience().orElse("");
    List<String> aud = inquiry.token().claims().map(JwtClaims::audience).orElse(List.of());
    if (aud.isEmpty()) {
      return Cause.of(
          "the token has no aud, so it is for nobody in particular.",
          "have the client ask for resource=" + expected);
    }
    Optional<String> small =
        aud.stream().flatMap(name -> TextDifference.small(name, expected).stream()).findFirst();
    if (small.isPresent()) {
      return Cause.of(
          "aud is nearly the expected audience: " + small.get() + ".",
          "write the audience alike at the service and at the client's resource parameter");
    }
    return kind(inquiry)
        .orElseGet(
            () ->
                Cause.of(
                    "the token is for the audience of another service: aud is "
                        + String.join(" ", aud)
                        + ", this one is "
                        + expected
                        + ".",
                    "have the client ask for a token with resource=" + expected));
  }

  static Cause revoked(Inquiry inquiry) {
    Optional<VerifiedJwt> jwt =
        inquiry
            .judge()
            .withoutRevocation()
            .decide(inquiry.presented().request(), inquiry.facts().now())
            .jwt();
    Optional<RevokedBy> by = inquiry.facts().revoker().flatMap(revoker -> jwt.flatMap(revoker));
    if (by.isEmpty()) {
      return Cause.of(
          "the token, its session, its user's rights or its key was revoked.",
          "have the user log in again; signet audit tells who revoked it");
    }
    String login = "have the user log in again; signet audit tells who ended it";
    return switch (by.get().kind()) {
      case SESSION ->
          Cause.of(
              "the session was revoked: its user logged out, an administrator ended it, or a stolen"
                  + " refresh token was noticed.",
              login);
      case SUBJECT ->
          Cause.of(
              "the user's role, password or status has changed since: authz_ver is "
                  + inquiry
                      .token()
                      .claims()
                      .flatMap(claims -> claims.value(ClaimNames.AUTHZ_VERSION))
                      .map(Object::toString)
                      .orElse("absent")
                  + ", now at least "
                  + by.get().minVersion()
                  + ".",
              "have the client refresh: the next token has the new roles");
      case KEY ->
          Cause.of(
              "the key that signed it was declared compromised, with all its tokens.",
              "have the client refresh for a token of the new key");
      case TOKEN -> Cause.of("this one token was revoked (its jti).", "have the client refresh");
    };
  }

  static Cause forbidden(Inquiry inquiry) {
    List<String> wanted = inquiry.facts().expected().scopes();
    List<String> held =
        inquiry
            .token()
            .claim(ClaimNames.SCOPE)
            .map(s -> List.of(s.split(" ", -1)))
            .orElse(List.of());
    List<String> missing = wanted.stream().filter(scope -> !held.contains(scope)).toList();
    if (missing.isEmpty()) {
      return Cause.of(
          "the token is valid, but its user lacks a scope or role that this place asks for (403).",
          "give the user the role: signet user roles NAME +ROLE");
    }
    return Cause.of(
        "the token is valid, but lacks the scope "
            + String.join(" ", missing)
            + " (403, not 401: a new token of the same kind would not help).",
        "have the client ask for the scope, and allow it to client and user",
        "the token has: " + (held.isEmpty() ? "no scope" : String.join(" ", held)));
  }
}
