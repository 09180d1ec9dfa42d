package signet.jose.attack;

import static signet.jose.reject.RejectReason.ALG_NONE;
import static signet.jose.reject.RejectReason.ALG_NOT_ALLOWED;
import static signet.jose.reject.RejectReason.BAD_SIGNATURE;
import static signet.jose.reject.RejectReason.KEY_MISMATCH;
import static signet.jose.reject.RejectReason.MALFORMED;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.SecretJwk;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.Damage;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;
import signet.testkit.json.Json;

/** Family {@code alg}: the header tries to choose how it is verified (RFC 8725 §3.1, §3.2). */
final class AlgorithmAttacks {
  private final Victim victim;
  private final String good;
  private final List<Attack> attacks = new ArrayList<>();

  private AlgorithmAttacks(Victim victim) {
    this.victim = victim;
    this.good = victim.goodToken();
  }

  static Stream<Attack> of(Victim victim) {
    AlgorithmAttacks all = new AlgorithmAttacks(victim);
    all.none();
    all.nullSignature();
    if (!victim.isSymmetric()) {
      all.keyConfusion();
      all.publicTextAsSecret();
    }
    all.jwkWithoutAlg();
    all.otherAlgorithmOfTheSameKey();
    all.unprotectedAlg();
    all.notAnAlgorithm();
    all.encryptionAlgorithm();
    return all.attacks.stream();
  }

  private void none() {
    add("A01", "alg none", Damage.algNone(good, "none"), ALG_NONE);
    for (String spelling : List.of("None", "NONE", "nOnE")) {
      add("A02", "alg " + spelling, Damage.algNone(good, spelling), ALG_NONE);
    }
    add("A03", "alg none with the old signature", Damage.swapAlg(good, "none"), ALG_NONE);
    add(
        "A03",
        "alg none with a junk signature",
        Damage.withPart(Damage.swapAlg(good, "none"), 2, "anVuaw"),
        ALG_NONE);
    for (String padded : List.of("none ", "none\u0000", " none", "none\n")) {
      String name = "alg " + Json.write(padded);
      add("A03", name, Damage.algNone(good, padded), ALG_NONE);
    }
  }

  private void nullSignature() {
    add("A04", "empty signature", Damage.stripSignature(good), BAD_SIGNATURE);
  }

  /** CVE-2016-10555: what everybody may know becomes the HMAC secret. */
  private void keyConfusion() {
    Map<String, byte[]> forms = victim.key.publicForms();
    forms.forEach(
        (form, text) -> {
          String id = form.contains("after") ? "A07" : isJson(form) ? "A06" : "A05";
          String token = Damage.confuse(good, text);
          String name = "HS256 keyed by the " + form;
          attacks.add(Attack.token(id, name, victim.wide, token, KEY_MISMATCH));
          attacks.add(
              Attack.token(id, name + " (list of one)", victim.narrow, token, ALG_NOT_ALLOWED));
        });
  }

  private static boolean isJson(String form) {
    return form.startsWith("JWK") || form.startsWith("OpenSSH");
  }

  /** Where the operator's mistake is to configure the public text as the secret itself. */
  private void publicTextAsSecret() {
    victim
        .key
        .publicForms()
        .forEach(
            (form, text) -> {
              if (!form.contains("DER") && !form.contains("in base64")) {
                String id = form.contains("after") ? "A07" : isJson(form) ? "A06" : "A05";
                String name = form + " configured as a secret";
                attacks.add(Attack.configuration(id, name, () -> SecretJwk.of(text)));
              }
            });
  }

  private void jwkWithoutAlg() {
    String bare = Json.of(victim.key.jwkMembers()).without("alg").toString();
    if (victim.alg.startsWith("ML-DSA")) {
      // RFC 9964 §3: an AKP key without alg is no key.
      attacks.add(Attack.jwk("A08", "AKP key without alg", bare));
      return;
    }
    var verifier =
        victim
            .builder(bare)
            .algorithms(JwsAlgorithm.values())
            .keyAlgorithm(victim.algorithm())
            .build();
    for (ForgeKey other : sameKeyOtherAlgorithm()) {
      String token = victim.forge(other).sign();
      String name = "JWK without alg, header says " + other.alg();
      attacks.add(Attack.token("A08", name, verifier, token, KEY_MISMATCH));
    }
    String hmac = Damage.confuse(good, bare.getBytes(StandardCharsets.UTF_8));
    if (!victim.isSymmetric()) {
      attacks.add(
          Attack.token("A08", "JWK without alg, header says HS256", verifier, hmac, KEY_MISMATCH));
    }
    if (victim.key.alg().equals("Ed25519") || victim.key.alg().startsWith("ES")) {
      String other = victim.key.alg().equals("ES256") ? "ES384" : "ES256";
      attacks.add(
          Attack.token(
              "A08",
              "JWK without alg, header says " + other,
              verifier,
              Damage.swapAlg(good, other),
              KEY_MISMATCH));
    }
  }

  private void otherAlgorithmOfTheSameKey() {
    for (ForgeKey other : sameKeyOtherAlgorithm()) {
      String token = victim.forge(other).sign();
      String name = "rightly signed as " + other.alg();
      attacks.add(Attack.token("A09", name, victim.wide, token, KEY_MISMATCH));
      attacks.add(
          Attack.token("A09", name + " (list of one)", victim.narrow, token, ALG_NOT_ALLOWED));
    }
    for (String other : TokenForge.supported()) {
      if (!other.equals(victim.alg)) {
        String token = Damage.swapAlg(good, other);
        String name = "relabelled " + other;
        attacks.add(Attack.token("A09", name, victim.wide, token, KEY_MISMATCH));
      }
    }
  }

  /** The victim's key under every other algorithm that it can sign with. */
  private List<ForgeKey> sameKeyOtherAlgorithm() {
    String family = victim.alg.substring(0, 2);
    List<String> kin =
        switch (family) {
          case "RS", "PS" -> List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
          case "HS" -> List.of("HS256", "HS384", "HS512");
          default -> List.of();
        };
    return kin.stream().filter(alg -> !alg.equals(victim.alg)).map(victim.key::as).toList();
  }

  private void unprotectedAlg() {
    String header = Json.of(Damage.json(good, 0)).without("alg").toString();
    String protectedPart =
        Damage.part(TokenForge.with(victim.key).headerJson(header).unsigned(), 0);
    String flattened =
        Json.write(
            Map.of(
                "payload", Damage.part(good, 1),
                "protected", protectedPart,
                "header", Map.of("alg", victim.alg),
                "signature", Damage.part(good, 2)));
    add("A10", "flattened JSON, alg only unprotected", flattened, MALFORMED);
    String differing =
        Json.write(
            Map.of(
                "payload", Damage.part(good, 1),
                "protected", Damage.part(good, 0),
                "header", Map.of("alg", "none"),
                "signature", Damage.part(good, 2)));
    add("A10", "flattened JSON, two differing algs", differing, MALFORMED);
    String compact = victim.forge().headerJson(header).sign();
    add("A10", "compact without a protected alg", compact, MALFORMED);
  }

  private void notAnAlgorithm() {
    TokenForge forge = victim.forge();
    add("A11", "alg missing", forge.withoutHeader("alg").sign(), MALFORMED);
    add("A11", "alg null", forge.header("alg", null).sign(), MALFORMED);
    add("A11", "alg a number", forge.header("alg", 256).sign(), MALFORMED);
    add("A11", "alg true", forge.header("alg", true).sign(), MALFORMED);
    add("A11", "alg an array", forge.header("alg", List.of(victim.alg)).sign(), MALFORMED);
    add("A11", "alg an object", forge.header("alg", Map.of("name", "x")).sign(), MALFORMED);
    add("A11", "header empty", forge.headerJson("{}").sign(), MALFORMED);
    add("A11", "alg empty", forge.header("alg", "").sign(), ALG_NOT_ALLOWED);
    String lower = victim.alg.toLowerCase(Locale.ROOT);
    add("A11", "alg in lower case", forge.header("alg", lower).sign(), ALG_NOT_ALLOWED);
    String spaced = victim.alg + " ";
    add("A11", "alg with a space", forge.header("alg", spaced).sign(), ALG_NOT_ALLOWED);
    String zero = victim.alg + "\u0000";
    add("A11", "alg with a NUL", forge.header("alg", zero).sign(), ALG_NOT_ALLOWED);
    add("A11", "alg unknown", forge.header("alg", "XS256").sign(), ALG_NOT_ALLOWED);
  }

  private void encryptionAlgorithm() {
    for (String jwe : List.of("dir", "RSA-OAEP", "ECDH-ES", "A256KW")) {
      String token = victim.forge().header("alg", jwe).header("enc", "A256GCM").sign();
      add("A12", "three parts, alg " + jwe, token, ALG_NOT_ALLOWED);
    }
    add("A12", "five parts, alg " + victim.alg, good + ".AAAA.AAAA", MALFORMED);
  }

  private void add(String id, String name, String token, RejectReason reason) {
    attacks.add(Attack.token(id, name, victim.wide, token, reason));
  }
}
