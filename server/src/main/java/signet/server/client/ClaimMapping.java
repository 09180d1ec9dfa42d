package signet.server.client;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What users' attributes and the claims made of them may be called: nothing that means something in
 * a token already, and nothing that looks like a secret, since anybody who sees a token can read
 * it.
 */
public final class ClaimMapping {
  private static final Pattern ATTRIBUTE = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");
  private static final Pattern CLAIM =
      Pattern.compile("[\\x21\\x23-\\x2B\\x2D-\\x5B\\x5D-\\x7E]{1,100}");
  private static final String OUR_OWN = "signet";

  // RFC 7519 §4.1, 7800 §3.1, 8417, 8485, 8693 §4, 9068 §2.2, 9396, OpenID Connect Core §2 and
  // logout, transaction tokens, and our own.
  private static final Set<String> TAKEN =
      Set.of(
          "iss",
          "sub",
          "aud",
          "exp",
          "nbf",
          "iat",
          "jti",
          "cnf",
          "events",
          "toe",
          "txn",
          "vot",
          "vtm",
          "act",
          "may_act",
          "scope",
          "client_id",
          "auth_time",
          "acr",
          "amr",
          "roles",
          "groups",
          "entitlements",
          "authorization_details",
          "azp",
          "nonce",
          "at_hash",
          "c_hash",
          "s_hash",
          "sub_jwk",
          "sid",
          "sub_id",
          "typ",
          "alg",
          "kid",
          "token_type",
          "active",
          "tctx",
          "rctx",
          "req_wl",
          "purp",
          "authz_ver",
          "_claim_names",
          "_claim_sources");

  private ClaimMapping() {}

  /**
   * Checks the name of an attribute.
   *
   * @throws IllegalArgumentException whose message completes "the attribute must …"
   */
  public static String attribute(String name) {
    if (!ATTRIBUTE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "be called by 1 to 64 letters, digits and the signs _ -, a letter first");
    }
    refuseSecrets(name);
    return name;
  }

  /**
   * Checks the name of a claim that shows an attribute.
   *
   * @throws IllegalArgumentException whose message completes "KEY must …"
   */
  public static String claim(String name) {
    if (!CLAIM.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "name a claim of 1 to 100 printable characters without spaces, quotes and commas");
    }
    if (isTaken(name)) {
      throw new IllegalArgumentException(
          "name a claim of your own: \"" + name + "\" means something in tokens already");
    }
    refuseSecrets(name);
    return name;
  }

  /** Whether a claim of that name means something in tokens already. */
  public static boolean isTaken(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return TAKEN.contains(lower) || lower.startsWith(OUR_OWN);
  }

  private static void refuseSecrets(String name) {
    if (SecretName.matches(name)) {
      throw new IllegalArgumentException(
          "not show \""
              + name
              + "\": it is called like a secret, and everybody who sees a token can read it");
    }
  }
}
