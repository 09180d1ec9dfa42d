package signet.jose.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.jose.reject.RejectReason.CRITICAL_HEADER;
import static signet.jose.reject.RejectReason.MALFORMED;
import static signet.jose.reject.RejectReason.WRONG_TYPE;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.Damage;
import signet.testkit.forge.TokenForge;
import signet.testkit.json.Json;

/** Families {@code crit} and {@code typ}: rightly signed tokens that mean something else. */
final class HeaderMeaningAttacks {
  private final Victim victim;
  private final List<Attack> attacks = new ArrayList<>();

  private HeaderMeaningAttacks(Victim victim) {
    this.victim = victim;
  }

  static Stream<Attack> of(Victim victim) {
    HeaderMeaningAttacks all = new HeaderMeaningAttacks(victim);
    all.critical();
    all.unencodedPayload();
    all.otherTypes();
    return all.attacks.stream();
  }

  private void critical() {
    TokenForge forge = victim.forge().header("x", 1);
    add("D01", "crit names x", forge.header("crit", List.of("x")).sign(), CRITICAL_HEADER);
    String url = "http://openbanking.org.uk/iat";
    String iat = victim.forge().header(url, 0).header("crit", List.of(url)).sign();
    add("D01", "crit names a URL", iat, CRITICAL_HEADER);
    crit("[]", List.of());
    crit("a string", "x");
    crit("null", null);
    crit("an object", Map.of("x", 1));
    crit("true", true);
    crit("holding a number", Arrays.asList("x", 1));
    crit("holding the empty name", List.of(""));
    crit("naming x twice", List.of("x", "x"));
    crit("naming alg", List.of("alg"));
    crit("naming kid", List.of("kid"));
    crit("naming exp", List.of("exp"));
    crit("naming what the header lacks", List.of("absent"));
    crit("naming itself", List.of("crit"));
    String flattened =
        Json.write(
            Map.of(
                "payload", Damage.part(victim.goodToken(), 1),
                "protected", Damage.part(victim.goodToken(), 0),
                "header", Map.of("crit", List.of("x"), "x", 1),
                "signature", Damage.part(victim.goodToken(), 2)));
    add("D02", "crit in the unprotected header", flattened, MALFORMED);
  }

  private void crit(String name, Object value) {
    String token = victim.forge().header("x", 1).header("crit", value).sign();
    add("D02", "crit " + name, token, CRITICAL_HEADER);
  }

  /** RFC 7797 §7: a JWT is never made with {@code b64: false}. */
  private void unencodedPayload() {
    TokenForge unencoded = victim.forge().header("b64", false);
    TokenForge critical = unencoded.header("crit", List.of("b64"));
    add("D03", "b64 false and critical", critical.sign(), CRITICAL_HEADER);
    add("D03", "b64 false, not critical", unencoded.sign(), CRITICAL_HEADER);
    String claims = Json.write(Victim.claims());
    add("D03", "b64 false, payload as it is", raw(critical, claims), MALFORMED);
    add("D03", "b64 false, payload of dots", raw(critical, "$.02"), MALFORMED);
    add("D03", "b64 false, payload without dots", raw(critical, "plaintxt"), CRITICAL_HEADER);
    String detached = Damage.withPart(critical.sign(), 1, "");
    add("D03", "b64 false, payload detached", detached, CRITICAL_HEADER);
  }

  private String raw(TokenForge forge, String payload) {
    String input = Damage.part(forge.unsigned(), 0) + "." + payload;
    byte[] signature = victim.key.sign(input.getBytes(StandardCharsets.UTF_8));
    return input + "." + Damage.part(forge.signedWith(signature), 2);
  }

  private void otherTypes() {
    for (String typ :
        List.of(
            "JWT",
            "dpop+jwt",
            "logout+jwt",
            "client-authentication+jwt",
            "token-introspection+jwt",
            "txntoken+jwt",
            "at+jwt ",
            " at+jwt",
            "at+jwt;x=1",
            "at+jwt\u0000",
            "xat+jwt",
            "at+jwts",
            "text/at+jwt",
            "application/application/at+jwt",
            "application/",
            "\u0430t+jwt",
            "")) {
      String token = victim.forge().header("typ", typ).sign();
      add("D04", "typ " + Json.write(typ), token, WRONG_TYPE);
    }
    // U+212A, the Kelvin sign, becomes k where case is folded beyond ASCII.
    JwtVerifier transactions =
        victim
            .builder(victim.key.jwk())
            .algorithms(victim.algorithm())
            .type("txntoken+jwt")
            .build();
    String kelvin = victim.forge().header("typ", "txnto\u212aen+jwt").sign();
    attacks.add(Attack.token("D04", "typ with a Kelvin sign", transactions, kelvin, WRONG_TYPE));
    add("D04", "typ missing", victim.forge().withoutHeader("typ").sign(), WRONG_TYPE);
    for (Object typ : Arrays.asList(null, 1, true, List.of("at+jwt"))) {
      String token = victim.forge().header("typ", typ).sign();
      add("D04", "typ " + Json.write(typ), token, MALFORMED);
    }
    for (String same : List.of("AT+JWT", "application/at+jwt", "Application/At+Jwt")) {
      String token = victim.forge().header("typ", same).sign();
      attacks.add(
          new Attack(
              "D04",
              "no attack: typ " + same + " is the same media type",
              () ->
                  assertThat(victim.wide.verify(token)).isInstanceOf(Verification.Verified.class)));
    }
  }

  private void add(String id, String name, String token, RejectReason reason) {
    attacks.add(Attack.token(id, name, victim.wide, token, reason));
  }
}
