package signet.jose.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.jose.reject.RejectReason.BAD_CLAIM;
import static signet.jose.reject.RejectReason.BAD_SIGNATURE;
import static signet.jose.reject.RejectReason.EXPIRED;
import static signet.jose.reject.RejectReason.MALFORMED;
import static signet.jose.reject.RejectReason.MISSING_CLAIM;
import static signet.jose.reject.RejectReason.WRONG_AUDIENCE;
import static signet.jose.reject.RejectReason.WRONG_ISSUER;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.Damage;
import signet.testkit.json.Json;
import signet.testkit.time.FakeClock;

/** Family {@code claims}: claims that are absent, of another type, or nearly right. */
final class ClaimAttacks {
  private final Victim victim;
  private final List<Attack> attacks = new ArrayList<>();

  private ClaimAttacks(Victim victim) {
    this.victim = victim;
  }

  static Stream<Attack> of(Victim victim) {
    ClaimAttacks all = new ClaimAttacks(victim);
    all.times();
    all.nearlyTheIssuer();
    all.nearlyTheAudience();
    all.missing();
    all.beforeTheSignature();
    all.servedAfterItExpired();
    return all.attacks.stream();
  }

  /** What is no number must never read as "absent". */
  private void times() {
    String later = String.valueOf(Victim.NOW.plusSeconds(300).getEpochSecond());
    for (String name : List.of("exp", "nbf", "iat")) {
      for (String value :
          List.of(
              "\"" + later + "\"",
              "null",
              "true",
              "false",
              "[" + later + "]",
              "{}",
              "\"\"",
              "\"never\"",
              "1e99",
              "-1e99",
              "99999999999999999999999999",
              "-99999999999999999999999999",
              "9223372036854775808",
              "1.5",
              "1e9")) {
        raw("I01", name + " " + value, name, value, BAD_CLAIM);
      }
      raw("I01", name + " NaN", name, "NaN", MALFORMED);
      raw("I01", name + " 1e999999", name, "1e999999", MALFORMED);
    }
    raw("I01", "exp -1", "exp", "-1", BAD_CLAIM);
    raw("I01", "exp 0", "exp", "0", EXPIRED);
    raw("I01", "exp a fraction", "exp", "1.5", BAD_CLAIM);
    raw("I01", "exp in milliseconds", "exp", String.valueOf(Victim.NOW.toEpochMilli()), BAD_CLAIM);
  }

  private void nearlyTheIssuer() {
    for (String issuer :
        List.of(
            "https://issuer.example/",
            "https://issuer.exampl",
            "https://issuer.example.attacker.example",
            "HTTPS://issuer.example",
            "https://Issuer.example",
            "http://issuer.example",
            "https://issuerXexample",
            "https://attacker.example/https://issuer.example",
            " https://issuer.example",
            "https://issuer.example\u0000",
            "https://issuer.example\n",
            "")) {
      claim("I02", "iss " + Json.write(issuer), "iss", issuer, WRONG_ISSUER);
    }
    for (Object issuer : List.of(List.of(Victim.ISSUER), 7, true, Map.of("x", 1))) {
      claim("I02", "iss " + Json.write(issuer), "iss", issuer, BAD_CLAIM);
    }
  }

  private void nearlyTheAudience() {
    for (Object audience :
        List.of(
            "https://api.example/",
            "https://api.exampl",
            "https://api.example.attacker.example",
            "HTTPS://API.EXAMPLE",
            "https://api.example https://other.example",
            "*",
            "",
            List.of("https://other.example"),
            List.of("https://api.example/", "api.example"))) {
      claim("I02", "aud " + Json.write(audience), "aud", audience, WRONG_AUDIENCE);
    }
    for (Object audience :
        List.of(
            List.of(),
            7,
            true,
            Map.of(Victim.AUDIENCE, true),
            List.of(Victim.AUDIENCE, 7),
            List.of(List.of(Victim.AUDIENCE)),
            List.of(Map.of("aud", Victim.AUDIENCE)))) {
      claim("I02", "aud " + Json.write(audience), "aud", audience, BAD_CLAIM);
    }
  }

  private void missing() {
    for (String name : List.of("iss", "sub", "aud", "exp", "iat", "jti", "client_id")) {
      Map<String, Object> claims = Victim.claims();
      claims.remove(name);
      String token = victim.forge().claims(claims).sign();
      add("I03", "without " + name, token, MISSING_CLAIM);
      claim("I03", name + " null", name, null, BAD_CLAIM);
    }
    add("I03", "no claims", victim.forge().claimsJson("{}").sign(), MISSING_CLAIM);
  }

  private void beforeTheSignature() {
    String marker = "m4rk3r";
    String altered = Damage.withClaim(victim.goodToken(), "sub", marker);
    add("I04", "claim altered, old signature", altered, BAD_SIGNATURE);
    attacks.add(
        new Attack(
            "I04",
            "nothing of an unverified claim is echoed",
            () -> {
              Verification.Rejected rejected = (Verification.Rejected) victim.wide.verify(altered);
              assertThat(rejected.detail()).doesNotContain(marker);
              assertThat(rejected.toString()).doesNotContain(marker);
            }));
    String expired = Damage.withClaim(victim.goodToken(), "exp", 1);
    add("I04", "the signature is judged before exp", expired, BAD_SIGNATURE);
  }

  private void servedAfterItExpired() {
    String token = victim.goodToken();
    String other = victim.forge().claims(with("sub", "root")).signedBy(victim.attacker);
    for (int cached : new int[] {0, 64}) {
      String name = cached == 0 ? "without a cache" : "with a cache";
      attacks.add(
          new Attack(
              "I05",
              "verified once, expired later, " + name,
              () -> servedAfterItExpired(cached, token, other)));
    }
  }

  private void servedAfterItExpired(int cached, String token, String other) {
    FakeClock clock = FakeClock.at(Victim.NOW);
    JwtVerifier.Builder builder =
        victim.builder(victim.key.jwk()).algorithms(victim.algorithm()).clock(clock);
    JwtVerifier verifier = cached == 0 ? builder.build() : builder.cache(cached).build();
    for (int i = 0; i < 3; i++) {
      assertThat(verifier.verify(token)).isInstanceOf(Verification.Verified.class);
      assertThat(Attack.refusal(verifier, other)).isEqualTo(BAD_SIGNATURE);
      // The same end, which a cache could take for the whole.
      String altered = Damage.withClaim(token, "sub", "root");
      assertThat(Attack.refusal(verifier, altered)).isEqualTo(BAD_SIGNATURE);
    }
    clock.advance(Duration.ofSeconds(331));
    assertThat(Attack.refusal(verifier, token)).isEqualTo(EXPIRED);
  }

  private static Map<String, Object> with(String name, Object value) {
    Map<String, Object> claims = new LinkedHashMap<>(Victim.claims());
    claims.put(name, value);
    return claims;
  }

  private void claim(String id, String name, String claim, Object value, RejectReason reason) {
    add(id, name, victim.forge().claims(with(claim, value)).sign(), reason);
  }

  private void raw(String id, String name, String claim, String value, RejectReason reason) {
    Map<String, Object> claims = Victim.claims();
    claims.remove(claim);
    String json = Json.write(claims);
    String text = json.substring(0, json.length() - 1) + ",\"" + claim + "\":" + value + "}";
    String token = victim.forge().claimsJson(text).sign();
    attacks.add(
        new Attack(
            id, name, () -> assertThat(Attack.refusal(victim.wide, token)).isEqualTo(reason)));
  }

  private void add(String id, String name, String token, RejectReason reason) {
    attacks.add(Attack.token(id, name, victim.wide, token, reason));
  }
}
