package signet.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static signet.gateway.TestGateway.get;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import signet.testkit.forge.Damage;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/**
 * Forged tokens over a real socket: each is answered with 401 and its reason, and no service hears
 * of it. That each family is refused in all its forms and algorithms the tests of jose show; here
 * one of each goes all the way.
 */
class AttackIT {

  @RegisterExtension static final GatewayWorld world = GatewayWorld.of(TestGateway::routes);

  private record Attack(String name, String token, String reason) {}

  @TestFactory
  Stream<DynamicTest> refusesEveryAttack() {
    return Stream.of(algorithms(), keys(), headers(), claims(), forms())
        .flatMap(List::stream)
        .map(attack -> DynamicTest.dynamicTest(attack.name(), () -> refuses(attack)));
  }

  private static void refuses(Attack attack) throws IOException {
    // Twice: what is remembered of a token that was refused must not help the next one.
    for (int i = 0; i < 2; i++) {
      assertThat(world.ask(get("/orders", "Authorization: Bearer " + attack.token())))
          .startsWith("HTTP/1.1 401 ")
          .contains("error=\"invalid_token\", reason=\"" + attack.reason() + "\"");
    }
    assertThat(world.upstream().everything()).isEmpty();
  }

  /** Without this, a gateway that refuses everything would pass all attacks. */
  @Test
  void acceptsTheTokenThatTheAttacksStartFrom() throws IOException {
    assertThat(world.ask(get("/public"))).startsWith("HTTP/1.1 200 ");
    assertThat(world.ask(get("/orders", world.bearer()))).startsWith("HTTP/1.1 200 ");
  }

  private static List<Attack> algorithms() {
    String good = world.issuer().token();
    Map<String, Attack> all = new LinkedHashMap<>();
    for (String spelling : List.of("none", "None", "NONE", "nOnE", "none ")) {
      add(all, "alg " + spelling, Damage.algNone(good, spelling), "alg_none");
    }
    add(all, "alg none with the old signature", Damage.swapAlg(good, "none"), "alg_none");
    add(all, "empty signature", Damage.stripSignature(good), "bad_signature");
    add(all, "a flipped bit", Damage.flipBit(good, 2, 7), "bad_signature");
    add(all, "another role", Damage.withClaim(good, "roles", List.of("admin")), "bad_signature");
    add(all, "PS256 by an RS256 key", Damage.swapAlg(good, "PS256"), "alg_not_allowed");
    world
        .issuer()
        .key
        .publicForms()
        .forEach(
            (form, text) ->
                add(all, "HS256 keyed by " + form, Damage.confuse(good, text), "alg_not_allowed"));
    return List.copyOf(all.values());
  }

  private static void add(Map<String, Attack> all, String name, String token, String reason) {
    // Judged before everything else.
    all.put(name, new Attack(name, token, token.length() > 8192 ? "too_large" : reason));
  }

  private static List<Attack> keys() {
    ForgeKey mine = ForgeKey.generate("RS256");
    TokenForge forge = world.issuer().forge(world.issuer().claims());
    Map<String, Attack> all = new LinkedHashMap<>();
    add(all, "my key under their name", forge.signedBy(mine), "bad_signature");
    add(
        all,
        "my key in the header",
        forge.header("jwk", mine.jwkMembers()).signedBy(mine),
        "bad_signature");
    add(
        all,
        "my key by address",
        forge.header("jku", "https://evil.example/jwks").signedBy(mine),
        "bad_signature");
    add(
        all,
        "a key of nobody",
        TokenForge.with(mine.withKid("nobody"))
            .header("typ", "at+jwt")
            .claims(world.issuer().claims())
            .sign(),
        "unknown_kid");
    for (String kid : List.of("../../dev/null", "' OR 1=1 --", "")) {
      add(all, "kid " + kid, forge.header("kid", kid).sign(), "unknown_kid");
    }
    return List.copyOf(all.values());
  }

  private static List<Attack> headers() {
    TokenForge forge = world.issuer().forge(world.issuer().claims());
    Map<String, Attack> all = new LinkedHashMap<>();
    add(all, "an ID token", forge.header("typ", "JWT").sign(), "wrong_type");
    add(all, "a transaction token", forge.header("typ", "txntoken+jwt").sign(), "wrong_type");
    add(all, "no type", forge.withoutHeader("typ").sign(), "wrong_type");
    add(
        all,
        "an extension that must be understood",
        forge.header("crit", List.of("x")).header("x", 1).sign(),
        "critical_header");
    add(
        all,
        "alg twice",
        forge.headerJson(Damage.duplicateMember(forge.headerJson(), "alg", "none")).sign(),
        "malformed");
    return List.copyOf(all.values());
  }

  private static List<Attack> claims() {
    TestIssuer issuer = world.issuer();
    Map<String, Attack> all = new LinkedHashMap<>();
    long now = System.currentTimeMillis() / 1000;
    add(all, "expired", issuer.token("exp", now - 60), "expired");
    add(all, "not yet", issuer.token("nbf", now + 120), "not_yet_valid");
    add(all, "from the future", issuer.token("iat", now + 120), "issued_in_future");
    add(all, "another issuer", issuer.token("iss", issuer.url() + "/"), "wrong_issuer");
    add(all, "another audience", issuer.token("aud", "https://other.example"), "wrong_audience");
    add(all, "no subject", issuer.token("sub", null), "missing_claim");
    add(all, "no end", issuer.token("exp", null), "missing_claim");
    add(all, "an end in words", issuer.token("exp", "tomorrow"), "bad_claim");
    return List.copyOf(all.values());
  }

  private static List<Attack> forms() {
    String good = world.issuer().token();
    Map<String, Attack> all = new LinkedHashMap<>();
    add(all, "two parts", good.substring(0, good.lastIndexOf('.')), "malformed");
    add(all, "four parts", good + ".x", "malformed");
    add(all, "no parts", "x", "malformed");
    add(all, "padding", good + "=", "malformed");
    add(all, "too long", good + "x".repeat(8_300), "too_large");
    add(
        all,
        "claims that are no JSON",
        TokenForge.with(world.issuer().key)
            .header("typ", "at+jwt")
            .payload("{\"sub\":".getBytes(StandardCharsets.UTF_8))
            .sign(),
        "malformed");
    return List.copyOf(all.values());
  }
}
