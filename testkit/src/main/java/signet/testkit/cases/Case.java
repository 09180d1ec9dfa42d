package signet.testkit.cases;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import signet.testkit.forge.ForgeKey;

/**
 * One request and what must come of it. Immutable: each method answers with a changed copy.
 *
 * <p>It starts with the issuer's usual policy, the usual keys as a published set, no revocations,
 * and the clock at {@link #NOW}.
 */
record Case(String name, Map<String, @Nullable Object> members) {
  static final String ISSUER = "https://id.example";
  static final String AUDIENCE = "https://orders.example";
  static final String TRUST_DOMAIN = "prod.example";
  static final String REALM = "cases";

  private static final String CHALLENGE = "WWW-Authenticate";

  /** Of challenges that name where reasons are explained. */
  private static final String GUIDE = "https://docs.example/debugging";

  /** In seconds; where every case's clock stands. */
  static final long NOW = 1_800_000_000L;

  /** A request with that token after {@code Bearer}. */
  static Case of(String name, CaseKeys keys, String token) {
    return request(name, keys, "Bearer " + token);
  }

  /** A request with those lines of {@code Authorization}. */
  static Case request(String name, CaseKeys keys, String... authorization) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("authorization", List.of(authorization));
    members.put("policy", Map.of());
    members.put("route", Map.of());
    members.put("keys", keys.published());
    members.put("published", true);
    members.put("revocations", null);
    members.put("now", NOW * 1000);
    return new Case(name, members);
  }

  /** A request with those lines of {@code Txn-Token}, to a service behind a gateway. */
  static Case transaction(String name, CaseKeys keys, String... values) {
    return request(name, keys).with("transaction", List.of(values));
  }

  private Case with(String member, @Nullable Object value) {
    Map<String, @Nullable Object> changed = new LinkedHashMap<>(members);
    changed.put(member, value);
    return new Case(name, changed);
  }

  /** A setting of the verifier, besides issuer and audience. */
  Case policy(String setting, Object value) {
    return with("policy", extended(members.get("policy"), setting, value));
  }

  /** What the route asks for. */
  Case route(String asked, Object value) {
    return with("route", extended(members.get("route"), asked, value));
  }

  private static Map<String, Object> extended(@Nullable Object map, String name, Object value) {
    Map<String, Object> extended = new LinkedHashMap<>();
    if (map instanceof Map<?, ?> before) {
      before.forEach((key, old) -> extended.put(String.valueOf(key), old));
    }
    extended.put(name, value);
    return extended;
  }

  /** Other keys than the usual, as a JWK Set; null where none could be had. */
  Case keys(@Nullable String jwks) {
    return with("keys", jwks);
  }

  /** A set of one's own, which may hold secrets. */
  Case ownKeys(ForgeKey... keys) {
    return keys(ForgeKey.jwks(keys)).with("published", false);
  }

  /**
   * What the feed has told.
   *
   * @param ageMillis since the server read its database; negative before it has said so
   */
  Case revocations(long ageMillis, List<Map<String, Object>> entries) {
    return with("revocations", Map.of("age_ms", ageMillis, "entries", entries));
  }

  /** What a proof of possession is looked for in; without it nobody looks. */
  Case proofs(List<String> values, String method, String target) {
    return with("proof", Map.of("proofs", values, "method", method, "target", target));
  }

  /** The clock in milliseconds after {@link #NOW}. */
  Case later(long millis) {
    return with("now", NOW * 1000 + millis);
  }

  /**
   * Nonces are asked for in proofs.
   *
   * @param key of the nonces, 32 bytes in base64url
   * @param spanMillis how long each is handed out
   */
  Case nonces(String key, long spanMillis) {
    return with("nonces", Map.of("key", key, "span_ms", spanMillis));
  }

  /** Judged only where that can be computed. */
  Case needs(String what) {
    return with("needs", what);
  }

  Case accepted() {
    return answered(null, 200, List.of(), null);
  }

  Case refused(String reason) {
    return challenged(401, reason, "invalid_token", ", reason=\"" + reason + "\"");
  }

  /** As RFC 9449 §7.1 says. */
  Case unproven(String error, String reason) {
    return answered(reason, 401, unprovenHeaders(error, reason), problem(401, error, reason));
  }

  /** As {@link #unproven} where a nonce of the server is needed (RFC 9449 §9), with that nonce. */
  Case needsNonce(String nonce) {
    List<List<String>> headers = new ArrayList<>(unprovenHeaders("use_dpop_nonce", "dpop_invalid"));
    headers.add(List.of("DPoP-Nonce", nonce));
    return answered("dpop_invalid", 401, headers, problem(401, "use_dpop_nonce", "dpop_invalid"));
  }

  private static List<List<String>> unprovenHeaders(String error, String reason) {
    String text =
        "DPoP realm=\""
            + REALM
            + "\", error=\""
            + error
            + "\", reason=\""
            + reason
            + "\", algs=\"ES256 Ed25519 PS256 RS256\"";
    return List.of(List.of(CHALLENGE, text));
  }

  Case unavailable(String reason) {
    return answered(reason, 503, List.of(List.of("Retry-After", "5")), problem(503, null, reason));
  }

  Case noCredentials() {
    return challenged(401, null, null, "");
  }

  Case invalidRequest() {
    return challenged(400, null, "invalid_request", "");
  }

  Case insufficientScope(String scopes) {
    return challenged(403, null, "insufficient_scope", ", scope=\"" + scopes + "\"");
  }

  Case missingRole() {
    return challenged(403, null, "insufficient_scope", ", error_description=\"a role is missing\"");
  }

  /**
   * The same, asked of a service that names its guide: every challenge ends with the address of
   * that section (RFC 6750 §3), where it says what is wrong.
   *
   * @param word of the section; empty for the challenge without an error
   */
  Case guided(String word) {
    if (!(members.get("expect") instanceof Map<?, ?> expect)
        || !(expect.get("headers") instanceof List<?> headers)) {
      throw new IllegalStateException(name + " is not answered yet");
    }
    String uri = word.isEmpty() ? "" : ", error_uri=\"" + GUIDE + "#" + word + "\"";
    List<List<String>> named =
        headers.stream()
            .map(header -> (List<?>) header)
            .map(
                header -> {
                  boolean challenge = header.get(0).equals(CHALLENGE);
                  return List.of(
                      String.valueOf(header.get(0)), header.get(1) + (challenge ? uri : ""));
                })
            .toList();
    Case guided = with("guide", GUIDE);
    return new Case("guide: " + name, guided.members())
        .with("expect", extended(expect, "headers", named));
  }

  private Case challenged(
      int status, @Nullable String reason, @Nullable String error, String parameters) {
    String code = error == null ? "" : ", error=\"" + error + "\"";
    String scheme = isTransaction() ? "Txn-Token" : "Bearer";
    String value = scheme + " realm=\"" + REALM + "\"" + code + parameters;
    return answered(
        reason, status, List.of(List.of(CHALLENGE, value)), problem(status, error, reason));
  }

  private boolean isTransaction() {
    return members.containsKey("transaction");
  }

  /** The body, as RFC 9457 says. */
  private String problem(int status, @Nullable String error, @Nullable String reason) {
    String kind = isTransaction() ? "transaction token" : "access token";
    String type = status == 503 ? "not-ready" : "unauthorized";
    String because = reason == null ? "" : ",\"reason\":\"" + reason + "\"";
    return "{\"type\":\""
        + (error == null ? type : error.replace('_', '-'))
        + "\",\"title\":\""
        + title(status, error, kind)
        + "\",\"status\":"
        + status
        + because
        + "}";
  }

  private String title(int status, @Nullable String error, String kind) {
    return switch (status) {
      case 400 -> "The request is not valid";
      case 403 -> "The " + kind + " does not reach that far";
      case 503 ->
          (isTransaction() ? "Transaction" : "Access") + " tokens cannot be checked at this moment";
      default ->
          error == null
              ? (isTransaction() ? "A " : "An ") + kind + " is needed"
              : "The " + kind + " is not valid";
    };
  }

  private Case answered(
      @Nullable String reason, int status, List<List<String>> headers, @Nullable String body) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("reason", reason);
    answer.put("status", status);
    answer.put("headers", headers);
    answer.put("body", body);
    return with("expect", answer);
  }

  /** As it stands in the file. */
  Map<String, @Nullable Object> toMembers() {
    if (!members.containsKey("expect")) {
      throw new IllegalStateException(name + " expects nothing");
    }
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("name", name);
    all.putAll(members);
    all.put("issuer", ISSUER);
    all.put("audience", isTransaction() ? TRUST_DOMAIN : AUDIENCE);
    all.put("realm", REALM);
    return all;
  }
}
