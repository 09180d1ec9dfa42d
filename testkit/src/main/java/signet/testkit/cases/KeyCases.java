package signet.testkit.cases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import signet.testkit.forge.Damage;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;
import signet.testkit.json.Json;

/** Which key a token is verified with, and signatures. */
final class KeyCases {
  private KeyCases() {}

  static List<Case> of(CaseKeys keys) {
    List<Case> cases = new ArrayList<>();
    addSignatures(cases, keys);
    addKids(cases, keys);
    addUses(cases, keys);
    addSecrets(cases, keys);
    addAlgorithms(cases, keys);
    return cases;
  }

  private static void addSignatures(List<Case> cases, CaseKeys keys) {
    for (ForgeKey key : keys.issuers()) {
      TokenForge good = CaseKeys.good(key);
      String token = good.sign();
      cases.add(Case.of(key.alg(), keys, token).accepted());
      key.forgedSignatures(good.signingInput())
          .forEach(
              (way, signature) ->
                  cases.add(
                      Case.of(key.alg() + ", " + way, keys, good.signedWith(signature))
                          .refused("bad_signature")));
      cases.add(
          Case.of(key.alg() + " changed claims", keys, Damage.withClaim(token, "sub", "usr_2"))
              .refused("bad_signature"));
      cases.add(
          Case.of(key.alg() + " changed header", keys, Damage.withHeader(token, "x", 1))
              .refused("bad_signature"));
      cases.add(
          Case.of(key.alg() + " flipped bit", keys, Damage.flipBit(token, 2, 77))
              .refused("bad_signature"));
    }
    String edwards = CaseKeys.good(keys.edwards()).header("alg", "EdDSA").sign();
    cases.add(Case.of("EdDSA is Ed25519", keys, edwards).accepted());
  }

  private static void addKids(List<Case> cases, CaseKeys keys) {
    TokenForge good = CaseKeys.good(keys.ec());
    cases.add(Case.of("no kid, one key fits", keys, good.withoutHeader("kid").sign()).accepted());
    cases.add(Case.of("unknown kid", keys, good.header("kid", "x").sign()).refused("unknown_kid"));
    cases.add(
        Case.of("kid in another case", keys, good.header("kid", "EC").sign())
            .refused("unknown_kid"));
    cases.add(
        Case.of("a path as kid", keys, good.header("kid", "../../dev/null").sign())
            .refused("unknown_kid"));
    cases.add(
        Case.of("kid of another family", keys, good.header("kid", "rsa").sign())
            .refused("key_mismatch"));
    cases.add(
        Case.of("a stranger's key", keys, CaseKeys.good(keys.stranger()).sign())
            .refused("unknown_kid"));
    cases.add(
        Case.of("a stranger under our kid", keys, good.signedBy(keys.stranger()))
            .refused("bad_signature"));
    String two = ForgeKey.jwks(keys.ec(), keys.stranger());
    cases.add(
        Case.of("no kid, two keys fit", keys, good.withoutHeader("kid").sign())
            .keys(two)
            .refused("key_mismatch"));
    cases.add(
        Case.of("one key without kid answers to any", keys, good.header("kid", "any").sign())
            .keys(set(without(keys.ec(), "kid")))
            .accepted());
    cases.add(
        Case.of("a set without a usable key", keys, good.sign())
            .keys("{\"keys\":[]}")
            .refused("unknown_kid"));
    cases.add(
        Case.of("one kid twice", keys, good.sign())
            .keys(ForgeKey.jwks(keys.ec(), keys.stranger().withKid("ec")))
            .refused("key_mismatch"));
    cases.add(
        Case.of("one kid, two families", keys, good.sign())
            .keys(ForgeKey.jwks(keys.ec(), keys.rsa().withKid("ec")))
            .accepted());
  }

  private static void addUses(List<Case> cases, CaseKeys keys) {
    TokenForge good = CaseKeys.good(keys.ec());
    Map<String, Object> mismatched =
        Map.of("use", "enc", "key_ops", List.of("sign"), "alg", "ES384");
    mismatched.forEach(
        (member, value) ->
            cases.add(
                Case.of("a key whose " + member + " is " + value, keys, good.sign())
                    .keys(set(with(keys.ec(), member, value)))
                    .refused("key_mismatch")));
    Map<String, Object> right = Map.of("use", "sig", "key_ops", List.of("verify"));
    right.forEach(
        (member, value) ->
            cases.add(
                Case.of("a key whose " + member + " is " + value, keys, good.sign())
                    .keys(set(with(keys.ec(), member, value)))
                    .accepted()));
    Map<String, Object> broken =
        Map.of(
            "kid",
            1,
            "y",
            "AAAA",
            "crv",
            "secp256k1",
            "kty",
            "EC2",
            "x",
            String.valueOf(keys.stranger().jwkMembers().get("x")));
    broken.forEach(
        (member, value) ->
            cases.add(
                Case.of("a key with a broken " + member, keys, good.sign())
                    .keys(set(with(keys.ec(), member, value)))
                    .refused("unknown_kid")));
    cases.add(
        Case.of("a published key with its private half", keys, good.sign())
            .keys(set(with(keys.ec(), "d", "AQ")))
            .refused("unknown_kid"));
    ForgeKey weak = ForgeKey.rsa("RS256", 1024, 65537).withKid("weak");
    cases.add(
        Case.of("an RSA key of 1024 bits", keys, CaseKeys.good(weak).sign())
            .keys(ForgeKey.jwks(weak))
            .refused("unknown_kid"));
    ForgeKey three = ForgeKey.rsa("RS256", 2048, 3).withKid("three");
    cases.add(
        Case.of("an RSA key with exponent 3", keys, CaseKeys.good(three).sign())
            .keys(ForgeKey.jwks(three))
            .refused("unknown_kid"));
    for (String zero :
        List.of(
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")) {
      cases.add(
          Case.of(
                  "an Ed25519 key of small order " + zero.substring(0, 2),
                  keys,
                  CaseKeys.good(keys.edwards()).sign())
              .keys(set(with(keys.edwards(), "x", zero)))
              .refused("unknown_kid"));
    }
  }

  private static void addSecrets(List<Case> cases, CaseKeys keys) {
    for (String alg : List.of("HS256", "HS384", "HS512")) {
      ForgeKey secret = ForgeKey.generate(alg).withKid("secret");
      String token = CaseKeys.good(secret).sign();
      Case own = Case.of(alg + " of one's own", keys, token).policy("algorithms", List.of(alg));
      cases.add(own.ownKeys(secret).accepted());
      cases.add(
          Case.of(alg + " of a public set", keys, token)
              .policy("algorithms", List.of(alg))
              .keys(ForgeKey.jwks(secret))
              .refused("unknown_kid"));
      cases.add(
          Case.of(alg + " cut short", keys, Damage.withBytes(token, 2, new byte[16]))
              .policy("algorithms", List.of(alg))
              .ownKeys(secret)
              .refused("bad_signature"));
    }
    ForgeKey brief = ForgeKey.secret("HS256", new byte[31]).withKid("brief");
    cases.add(
        Case.of("a secret of 31 bytes", keys, CaseKeys.good(brief).sign())
            .policy("algorithms", List.of("HS256"))
            .ownKeys(brief)
            .refused("key_mismatch"));
  }

  private static void addAlgorithms(List<Case> cases, CaseKeys keys) {
    for (String alg : List.of("RS384", "RS512", "PS256", "PS384", "PS512")) {
      ForgeKey key = keys.rsa().as(alg);
      Case signed = Case.of(alg, keys, CaseKeys.good(key).sign());
      cases.add(signed.policy("algorithms", List.of(alg)).keys(ForgeKey.jwks(key)).accepted());
    }
    for (String alg : List.of("ES384", "ES512")) {
      ForgeKey key = ForgeKey.generate(alg).withKid("key");
      Case signed = Case.of(alg, keys, CaseKeys.good(key).sign());
      cases.add(signed.policy("algorithms", List.of(alg)).keys(ForgeKey.jwks(key)).accepted());
    }
    for (String alg : List.of("ML-DSA-44", "ML-DSA-65", "ML-DSA-87")) {
      if (TokenForge.supports(alg)) {
        ForgeKey key = ForgeKey.generate(alg).withKid("lattice");
        Case signed = Case.of(alg, keys, CaseKeys.good(key).sign()).keys(ForgeKey.jwks(key));
        cases.add(signed.policy("algorithms", List.of(alg)).needs("ML-DSA").accepted());
      }
    }
    String pss = CaseKeys.good(keys.rsa().as("PS256")).sign();
    String unnamed = set(without(keys.rsa(), "alg"));
    List<String> both = List.of("RS256", "PS256");
    cases.add(
        Case.of("a key without alg, and two that fit", keys, pss)
            .policy("algorithms", both)
            .keys(unnamed)
            .refused("key_mismatch"));
    cases.add(
        Case.of("a key without alg, and one said for it", keys, pss)
            .policy("algorithms", both)
            .policy("keyAlgorithm", "PS256")
            .keys(unnamed)
            .accepted());
    cases.add(
        Case.of("a key without alg, and one that fits", keys, CaseKeys.good(keys.rsa()).sign())
            .keys(unnamed)
            .accepted());
    cases.add(
        Case.of("PS256 with a key for RS256", keys, pss)
            .policy("algorithms", both)
            .refused("key_mismatch"));
  }

  private static String set(Json key) {
    return Json.write(Map.of("keys", List.of(key)));
  }

  private static Json with(ForgeKey key, String member, @Nullable Object value) {
    return Json.of(key.jwkMembers()).with(member, value);
  }

  private static Json without(ForgeKey key, String member) {
    return Json.of(key.jwkMembers()).without(member);
  }
}
