package signet.testkit.cases;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/** Tokens that are bound to a key, and proofs that their sender has it (RFC 9449). */
final class ProofCases {
  private static final String TARGET = "https://orders.example/orders";
  private static final byte[] NONCE_KEY = new byte[32];
  private static final long NONCE_SPAN = 60_000;
  private static final long NONCE_SPAN_NUMBER = Case.NOW * 1000 / NONCE_SPAN;

  private final CaseKeys keys;
  private final ForgeKey client = ForgeKey.generate("ES256").withKid("client");
  private final String bound;
  private final List<Case> cases = new ArrayList<>();
  private int proofs;

  private ProofCases(CaseKeys keys) {
    this.keys = keys;
    this.bound = token(Map.of("jkt", Thumbprint.of(client)));
  }

  static List<Case> of(CaseKeys keys) {
    ProofCases all = new ProofCases(keys);
    all.addTokens();
    all.addProofs();
    all.addNonces();
    return all.cases;
  }

  private String token(@Nullable Object confirmation) {
    return CaseKeys.withClaim(keys.ec(), "cnf", confirmation).sign();
  }

  private TokenForge proof(String token, String claim, @Nullable Object value) {
    Map<String, @Nullable Object> claims = new LinkedHashMap<>();
    claims.put("jti", "proof-" + proofs++);
    claims.put("htm", "GET");
    claims.put("htu", TARGET);
    claims.put("iat", Case.NOW);
    claims.put("ath", sha256(token));
    if (value == null) {
      claims.remove(claim);
    } else {
      claims.put(claim, value);
    }
    return TokenForge.with(client)
        .withoutHeader("kid")
        .header("typ", "dpop+jwt")
        .header("jwk", client.jwkMembers())
        .claims(claims);
  }

  private TokenForge proof() {
    return proof(bound, "htm", "GET");
  }

  private Case request(String name, String scheme, String token, String... sent) {
    return Case.request("proof: " + name, keys, scheme + " " + token)
        .proofs(Arrays.asList(sent), "GET", TARGET);
  }

  private void addTokens() {
    cases.add(request("right", "DPoP", bound, proof().sign()).accepted());
    cases.add(request("scheme in lower case", "dpop", bound, proof().sign()).accepted());
    cases.add(request("none", "DPoP", bound).unproven("invalid_token", "dpop_missing"));
    cases.add(
        request("none", "DPoP", bound)
            .unproven("invalid_token", "dpop_missing")
            .guided("dpop_missing"));
    cases.add(
        request("as bearer", "Bearer", bound, proof().sign())
            .unproven("invalid_token", "dpop_missing"));
    cases.add(
        Case.of("proof: as bearer, where nobody looks at proofs", keys, bound)
            .unproven("invalid_token", "dpop_missing"));
    cases.add(
        Case.request("proof: unknown scheme, where nobody looks at them", keys, "DPoP " + bound)
            .noCredentials());
    String free = CaseKeys.good(keys.ec()).sign();
    cases.add(
        request("a token that is not bound", "DPoP", free, proof(free, "htm", "GET").sign())
            .unproven("invalid_token", "dpop_invalid"));
    cases.add(request("a bearer token", "Bearer", free).accepted());
    for (Object other :
        List.of("x", Map.of(), Map.of("x5t#S256", "x"), Map.of("jkt", 1), Map.of("jkt", "x"))) {
      String odd = token(other);
      cases.add(
          request("bound to " + other, "DPoP", odd, proof(odd, "htm", "GET").sign())
              .unproven("invalid_token", "dpop_invalid"));
    }
    cases.add(
        request("revoked comes first", "DPoP", bound)
            .revocations(0, List.of(Map.of("sid", "sid-1", "exp", Case.NOW + 3600)))
            .refused("revoked"));
    cases.add(
        request("before scope", "DPoP", bound)
            .route("allScopes", List.of("x"))
            .unproven("invalid_token", "dpop_missing"));
  }

  private void addProofs() {
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("another method", proof(bound, "htm", "POST").sign());
    wrong.put("method in lower case", proof(bound, "htm", "get").sign());
    for (String htu :
        List.of(
            "https://orders.example/", "http://orders.example/orders", "/orders", "https://x/")) {
      wrong.put("htu " + htu, proof(bound, "htu", htu).sign());
    }
    wrong.put("too old", proof(bound, "iat", Case.NOW - 61).sign());
    wrong.put("ahead", proof(bound, "iat", Case.NOW + 11).sign());
    wrong.put("iat as text", proof(bound, "iat", "now").sign());
    wrong.put("another token's", proof(bound, "ath", sha256("x")).sign());
    for (String claim : List.of("jti", "htm", "htu", "iat", "ath")) {
      wrong.put("no " + claim, proof(bound, claim, null).sign());
    }
    wrong.put("jti of 257", proof(bound, "jti", "j".repeat(257)).sign());
    wrong.put("no typ", proof().withoutHeader("typ").sign());
    wrong.put("typ at+jwt", proof().header("typ", "at+jwt").sign());
    wrong.put("no jwk", proof().withoutHeader("jwk").sign());
    wrong.put("crit", proof().header("crit", List.of("x")).sign());
    wrong.put("alg none", proof().header("alg", "none").unsigned());
    wrong.put("another signer", proof().signedBy(keys.stranger()));
    wrong.put("a private key", proof().header("jwk", withPrivate()).sign());
    wrong.put("no JWT", "x");
    wrong.forEach(
        (name, proof) ->
            cases.add(
                request(name, "DPoP", bound, proof)
                    .unproven("invalid_dpop_proof", "dpop_invalid")));
    cases.add(
        request("two", "DPoP", bound, proof().sign(), proof().sign())
            .unproven("invalid_dpop_proof", "dpop_invalid"));
    Map<String, Object> fine =
        Map.of("iat", Case.NOW - 60, "htu", "HTTPS://ORDERS.example:443/./%6frders?x=1#y");
    fine.forEach(
        (claim, value) ->
            cases.add(
                request(claim + " " + value, "DPoP", bound, proof(bound, claim, value).sign())
                    .accepted()));
  }

  /** RFC 9449 §9: a nonce counts in its own span of time and in the next. */
  private void addNonces() {
    String now = nonce(NONCE_SPAN_NUMBER);
    Map<String, String> good = new LinkedHashMap<>();
    good.put("this span's", now);
    good.put("the last span's", nonce(NONCE_SPAN_NUMBER - 1));
    good.forEach((name, nonce) -> cases.add(withNonce(name, nonce).accepted()));
    Map<String, @Nullable Object> bad = new LinkedHashMap<>();
    bad.put("none", null);
    bad.put("the span's before the last", nonce(NONCE_SPAN_NUMBER - 2));
    bad.put("the next span's", nonce(NONCE_SPAN_NUMBER + 1));
    bad.put("another text", "x");
    bad.put("empty", "");
    bad.put("a number", 1);
    bad.put("with more behind it", now + "A");
    bad.forEach((name, nonce) -> cases.add(withNonce(name, nonce).needsNonce(now)));
    // The order of checks: target, nonce, time.
    cases.add(
        asking("wrong target comes first", proof(bound, "htu", "https://x/").sign())
            .unproven("invalid_dpop_proof", "dpop_invalid"));
    cases.add(asking("before time", proof(bound, "iat", Case.NOW - 61).sign()).needsNonce(now));
    cases.add(asking("no proof at all").unproven("invalid_token", "dpop_missing"));
  }

  private Case withNonce(String name, @Nullable Object nonce) {
    return asking(name, proof(bound, "nonce", nonce).sign());
  }

  private Case asking(String name, String... sent) {
    return request("nonce, " + name, "DPoP", bound, sent)
        .nonces(Base64.getUrlEncoder().withoutPadding().encodeToString(NONCE_KEY), NONCE_SPAN);
  }

  private static String nonce(long span) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(NONCE_KEY, "HmacSHA256"));
      mac.update("signet-dpop-nonce".getBytes(StandardCharsets.US_ASCII));
      byte[] full = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(span).array());
      return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(full, 16));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC", e);
    }
  }

  private Map<String, @Nullable Object> withPrivate() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>(client.jwkMembers());
    members.put("d", "AQ");
    return members;
  }

  private static String sha256(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
