package signet.jose.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.jose.reject.RejectReason.BAD_SIGNATURE;
import static signet.jose.reject.RejectReason.KEY_MISMATCH;
import static signet.jose.reject.RejectReason.UNKNOWN_KID;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkException;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwk.SecretJwk;
import signet.jose.jws.SigningKey;
import signet.jose.reject.RejectReason;
import signet.testkit.forge.ForgeKey;
import signet.testkit.json.Json;

/** Families {@code secret} and {@code jwk}: keys too weak, of another use, or malformed. */
final class SecretAndKeyAttacks {
  private static final List<String> WORDS =
      List.of("secret", "password", "changeme", "your-256-bit-secret", "supersecretkey123");

  private final Victim victim;
  private final List<Attack> attacks = new ArrayList<>();

  private SecretAndKeyAttacks(Victim victim) {
    this.victim = victim;
  }

  static Stream<Attack> of(Victim victim) {
    SecretAndKeyAttacks all = new SecretAndKeyAttacks(victim);
    if (victim.isSymmetric()) {
      all.weakSecrets();
      all.shortSecrets();
      all.otherUse();
    }
    all.badPublicKeys();
    all.leaks();
    return all.attacks.stream();
  }

  private void weakSecrets() {
    for (String word : WORDS) {
      byte[] secret = word.getBytes(StandardCharsets.UTF_8);
      ForgeKey weak = ForgeKey.secret(victim.alg, secret).withKid(victim.key.kid());
      add("C01", "signed with \"" + word + "\"", victim.forge(weak).sign(), BAD_SIGNATURE);
      unusable("C01", "secret \"" + word + "\"", weak);
    }
    ForgeKey empty = ForgeKey.secret(victim.alg, new byte[0]).withKid(victim.key.kid());
    add("C02", "signed with nothing", victim.forge(empty).sign(), BAD_SIGNATURE);
    attacks.add(Attack.configuration("C02", "empty secret", () -> SecretJwk.of(new byte[0])));
    attacks.add(Attack.jwk("C02", "JWK with an empty k", empty.jwk()));
    attacks.add(
        Attack.jwk("C02", "JWK without k", Json.parse(empty.jwk()).without("k").toString()));
  }

  private void shortSecrets() {
    byte[] oneShort = Arrays.copyOf(victim.key.secret(), victim.key.secret().length - 1);
    ForgeKey brief = ForgeKey.secret(victim.alg, oneShort).withKid(victim.key.kid());
    unusable("C03", "secret one byte shorter than the hash", brief);
    String bare = Json.parse(brief.jwk()).without("alg").toString();
    attacks.add(
        Attack.token(
            "C03",
            "the same, algorithm from the configuration",
            victim
                .builder(bare)
                .algorithms(victim.algorithm())
                .keyAlgorithm(victim.algorithm())
                .build(),
            victim.forge(brief).sign(),
            KEY_MISMATCH));
  }

  /** A weak secret neither verifies what was signed with it nor signs. */
  private void unusable(String id, String name, ForgeKey weak) {
    attacks.add(
        Attack.token(id, name, victim.wide(weak.jwk()), victim.forge(weak).sign(), KEY_MISMATCH));
    attacks.add(
        Attack.configuration(
            id,
            name + " to sign with",
            () -> SigningKey.of(SecretJwk.of(weak.secret()), victim.algorithm())));
  }

  private void otherUse() {
    Json right = Json.parse(victim.key.jwk());
    String good = victim.goodToken();
    use("use enc", right.with("use", "enc"), good, KEY_MISMATCH);
    use("key_ops encrypt", right.with("key_ops", List.of("encrypt")), good, KEY_MISMATCH);
    use("key_ops sign only", right.with("key_ops", List.of("sign")), good, KEY_MISMATCH);
    use("alg A256KW", right.with("alg", "A256KW"), good, KEY_MISMATCH);
    use("alg A256GCM", right.with("alg", "A256GCM"), good, KEY_MISMATCH);
  }

  private void use(String name, Json jwk, String token, RejectReason reason) {
    attacks.add(
        new Attack(
            "C04",
            "key of another use: " + name,
            () ->
                assertThat(Attack.refusal(victim.wide(jwk.toString()), token)).isEqualTo(reason)));
  }

  private void badPublicKeys() {
    Json right = Json.parse(victim.key.jwk());
    List<String> members = new ArrayList<>(right.members().keySet());
    members.removeAll(List.of("alg", "kid"));
    for (String member : members) {
      bad("without " + member, right.without(member));
      bad(member + " a number", right.with(member, 7));
      bad(member + " empty", right.with(member, ""));
    }
    bad("kty of another family", right.with("kty", "EC".equals(right.text("kty")) ? "RSA" : "EC"));
    bad("kty in another case", right.with("kty", "rSA"));
    bad("unknown kty", right.with("kty", "XYZ"));
    bad("kid a number", right.with("kid", 7));
    switch (victim.alg.substring(0, 2)) {
      case "RS", "PS" -> badRsa(right);
      case "ES" -> badEc(right);
      case "Ed" -> badEd(right);
      case "ML" -> bad("pub one byte short", right.with("pub", shorter(right.text("pub"))));
      default -> bad("k with padding", right.with("k", right.text("k") + "="));
    }
  }

  private void badRsa(Json right) {
    bad("e = 1", right.with("e", number(1)));
    bad("e = 3", right.with("e", number(3)));
    bad("e even", right.with("e", number(65538)));
    bad("e = 0", right.with("e", "AA"));
    bad("e with a leading zero byte", right.with("e", "AAEAAQ"));
    bad("1024 bits", Json.parse(ForgeKey.rsa(victim.alg, 1024, 65537).jwk()));
    bad("n even", right.with("n", changeLast(right.text("n"))));
    byte[] huge = new byte[8200 / 8];
    Arrays.fill(huge, (byte) 0xff);
    bad("8200 bits", right.with("n", encode(huge)));
  }

  private void badEc(Json right) {
    bad("point off the curve", right.with("y", changeLast(right.text("y"))));
    bad("x one byte short", right.with("x", shorter(right.text("x"))));
    bad("point at zero", right.with("x", zeros(right.text("x"))).with("y", zeros(right.text("y"))));
    String otherCurve = "P-256".equals(right.text("crv")) ? "P-384" : "P-256";
    attacks.add(
        Attack.jwk(
            "F06", "coordinates of another curve", right.with("crv", otherCurve).toString()));
    String otherAlg = "ES256".equals(victim.alg) ? "ES384" : "ES256";
    String crossed = right.with("alg", otherAlg).toString();
    attacks.add(
        Attack.token(
            "F06", "alg of another curve", victim.wide(crossed), victim.goodToken(), KEY_MISMATCH));
    attacks.add(
        Attack.jwk("F06", "secp256k1", right.with("crv", "secp256k1").without("alg").toString()));
  }

  private void badEd(Json right) {
    bad("x one byte short", right.with("x", shorter(right.text("x"))));
    byte[] neutral = new byte[32];
    neutral[0] = 1;
    attacks.add(Attack.jwk("F05", "key of order 1", right.with("x", encode(neutral)).toString()));
    attacks.add(
        Attack.jwk("F05", "key of order 4", right.with("x", encode(new byte[32])).toString()));
    byte[] orderTwo = new byte[32];
    Arrays.fill(orderTwo, (byte) 0xff);
    orderTwo[0] = (byte) 0xec;
    orderTwo[31] = 0x7f;
    attacks.add(Attack.jwk("F05", "key of order 2", right.with("x", encode(orderTwo)).toString()));
    byte[] orderEight =
        HexFormat.of().parseHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
    attacks.add(
        Attack.jwk("F05", "key of order 8", right.with("x", encode(orderEight)).toString()));
    byte[] twoForms = new byte[32];
    Arrays.fill(twoForms, (byte) 0xff);
    attacks.add(
        Attack.jwk("F05", "key not canonical", right.with("x", encode(twoForms)).toString()));
    ForgeKey ed448 = ForgeKey.generate("Ed448").withKid(victim.key.kid());
    Json jwk = Json.of(ed448.jwkMembers());
    attacks.add(Attack.jwk("F06", "Ed448 as EdDSA", jwk.with("alg", "EdDSA").toString()));
    attacks.add(Attack.jwk("F06", "Ed448 as Ed25519", jwk.with("alg", "Ed25519").toString()));
    String token = victim.forge(ed448).header("alg", "EdDSA").sign();
    add("F06", "signed by Ed448 under EdDSA", token, BAD_SIGNATURE);
  }

  private void bad(String name, Json jwk) {
    attacks.add(Attack.jwk("G01", name, jwk.toString()));
  }

  private void leaks() {
    attacks.add(new Attack("G02", "a published set holds no private half", this::setIsPublic));
    attacks.add(new Attack("G02", "text and errors hold no private half", this::textIsPublic));
    if (!victim.isSymmetric()) {
      ForgeKey other = ForgeKey.generate("HS256").withKid("unknown");
      String token = victim.forge(other).header("jwk", Map.of("kty", "oct", "k", "AAAA")).sign();
      add("G02", "a secret in the header's jwk", token, UNKNOWN_KID);
    }
  }

  private void setIsPublic() {
    String exported = exported();
    String published = JwkSet.of(List.of(Jwk.parse(exported))).toJson();
    for (Json key : Json.parse(published).at("keys").items()) {
      assertThat(key.members()).doesNotContainKeys("d", "p", "q", "dp", "dq", "qi", "k", "priv");
    }
  }

  private void textIsPublic() {
    String exported = exported();
    Json members = Json.parse(exported);
    Jwk key = Jwk.parse(exported);
    JwkSet set = JwkSet.of(List.of(key));
    for (String name : List.of("d", "p", "q", "k", "priv")) {
      if (members.has(name)) {
        String secret = members.text(name);
        assertThat(key.toString()).doesNotContain(secret);
        assertThat(set.toString()).doesNotContain(secret);
        assertThat(messageOf(members.with("kty", "XYZ"))).doesNotContain(secret);
        assertThat(messageOf(members.with("kid", 7))).doesNotContain(secret);
        assertThat(messageOf(members.with(name, secret + "!"))).doesNotContain(secret);
      }
    }
  }

  private String exported() {
    return victim.isSymmetric()
        ? SecretJwk.generate(victim.algorithm()).exportJson()
        : PrivateJwk.generate(victim.algorithm()).exportJson();
  }

  private static String messageOf(Json jwk) {
    StringBuilder messages = new StringBuilder();
    try {
      Jwk.parse(jwk.toString());
      throw new AssertionError("a broken key was read");
    } catch (JwkException refused) {
      for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
        messages.append(cause);
      }
    }
    return messages.toString();
  }

  private void add(String id, String name, String token, RejectReason reason) {
    attacks.add(Attack.token(id, name, victim.wide, token, reason));
  }

  private static String number(long value) {
    return encode(BigInteger.valueOf(value).toByteArray());
  }

  private static String changeLast(String base64url) {
    byte[] bytes = Base64.getUrlDecoder().decode(base64url);
    bytes[bytes.length - 1] ^= 1;
    return encode(bytes);
  }

  private static String shorter(String base64url) {
    byte[] bytes = Base64.getUrlDecoder().decode(base64url);
    return encode(Arrays.copyOf(bytes, bytes.length - 1));
  }

  private static String zeros(String base64url) {
    return encode(new byte[Base64.getUrlDecoder().decode(base64url).length]);
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
