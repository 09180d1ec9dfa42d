package signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static signet.cli.Mishaps.ISSUER;
import static signet.cli.Mishaps.NOW;
import static signet.cli.Mishaps.OLD;
import static signet.cli.Mishaps.RSA;
import static signet.cli.Mishaps.STRANGER;
import static signet.cli.Mishaps.claimsOf;
import static signet.cli.Mishaps.good;
import static signet.cli.Mishaps.sign;
import static signet.cli.Mishaps.with;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/** Causes beside the usual mishaps, each told from those that look like it. */
final class FurtherCausesTest {
  private Mishaps world;

  @BeforeEach
  void begin(@TempDir Path folder) throws IOException {
    world = new Mishaps(folder);
    world.file("keys.json", ForgeKey.jwks(RSA));
    world.file("old.json", ForgeKey.jwks(OLD));
    world.file("staging.json", ForgeKey.jwks(STRANGER));
    world.file(
        "history",
        """
        {"type":"key","kid":"2025-12","state":"retired","since":"2025-12-31T00:00:00Z"}
        {"type":"key","kid":"other-7","state":"compromised","since":"2025-12-30T00:00:00Z"}
        """);
  }

  @AfterEach
  void end() {
    world.close();
  }

  @TestFactory
  List<DynamicTest> whereTheTokenStood() {
    world.held("no header", "has no Authorization header", "curl https://orders.example/");
    world.held("another scheme", "another scheme than Bearer", "Authorization: Basic eDp5");
    world.held("nothing after the scheme", "there is no token", "Authorization: Bearer");
    for (String name : List.of("$TOKEN", "undefined", "{{token}}", "<token>", "[object Object]")) {
      world.held("placeholder " + name, "name of a variable", "Authorization: Bearer " + name);
    }
    byte[] refresh = new byte[63];
    refresh[0] = 1;
    refresh[30] = 1;
    world.held(
        "refresh token", "this is a refresh token", Base64.getUrlEncoder().encodeToString(refresh));
    return world.tests();
  }

  @TestFactory
  List<DynamicTest> whatHappenedOnTheWay() {
    String token = sign(RSA);
    String[] parts = token.split("\\.", -1);
    String valid = "…without that the token is valid";
    world.held("spaces", "spaces stand inside" + valid, token.replaceFirst("\\.", ". "));
    world.held(
        "an answer",
        "whole answer of the server" + valid,
        "{\"access_token\":\"" + token + "\",\"token_type\":\"Bearer\"}");
    world.held("URL encoding", "URL encoding" + valid, token.replace(".", "%2E"));
    world.held(
        "padding", "padded with =" + valid, parts[0] + "=." + parts[1] + "==." + parts[2] + "==");
    world.held("comma", "punctuation was copied" + valid, token + ",");
    world.held(
        "quotes and breaks",
        "quotes and line breaks were copied" + valid,
        "\"" + parts[0] + ".\n" + parts[1] + ".'" + parts[2] + "'");
    world.held(
        "in quotes, and of another key",
        "in quotes…without that the token is refused as bad_signature",
        "'" + good().signedBy(STRANGER) + "'");
    return world.tests();
  }

  @TestFactory
  List<DynamicTest> whatIsLeftOfIt() {
    String[] parts = sign(RSA).split("\\.", -1);
    world.held("dots", "shortened with dots", parts[0] + "..." + parts[2].substring(0, 9));
    world.held("an ellipsis", "shortened with dots", parts[0] + "." + parts[1] + ".…");
    world.held("the header alone", "ends in its header", parts[0]);
    world.held("two parts", "ends in its payload", parts[0] + "." + parts[1]);
    String encrypted =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}".getBytes(UTF_8));
    world.held("encrypted", "encrypted (JWE, five parts)", encrypted + "..AAAA.AAAA.AAAA");
    world.held("four parts", "more than three parts", sign(RSA) + ".AAAA");
    world.held("no alg", "names no alg", TokenForge.with(RSA).withoutHeader("alg").sign());
    world.held(
        "header damaged", "token's header is damaged", "!" + parts[0] + "." + parts[1] + ".AAAA");
    world.held(
        "payload damaged", "token's payload is damaged", parts[0] + ".!" + parts[1] + ".AAAA");
    return world.tests();
  }

  @TestFactory
  List<DynamicTest> algorithmAndKey() throws IOException {
    String thumbprint = "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs";
    world.file("named.json", ForgeKey.jwks(RSA.withKid(thumbprint)));
    world.test(
        "kid misspelt",
        "misspelt: the key is called '" + thumbprint,
        sign(RSA.withKid(thumbprint.replace("C9Xs", "C9xs"))),
        "--jwks",
        "named.json");
    world.held(
        "a short kid that is near",
        "key '2026-02' is not in the set",
        sign(RSA.withKid("2026-02")));
    String upper = TokenForge.with(RSA).header("kid", "2026-01 ").claims(claimsOf()).sign();
    world.held("kid with a space", "is misspelt", upper);
    world.held(
        "of the second environment",
        "one of …staging.json",
        sign(STRANGER),
        "--also",
        "old.json",
        "--also",
        "staging.json");
    world.held("compromised", "rotated away…compromised", sign(STRANGER), "--history", "history");
    ForgeKey ec = ForgeKey.generate("RS384").withKid("2025-12");
    String missing = TokenForge.with(ec).claims(claimsOf()).sign();
    world.held("other alg, known elsewhere", "one of …old.json", missing, "--also", "old.json");
    world.held("other alg, retired", "rotated away", missing, "--history", "history");
    world.held(
        "other alg, though the key is here and elsewhere",
        "signed with RS384, and this verifier takes",
        TokenForge.with(RSA).header("alg", "RS384").claims(claimsOf()).sign(),
        "--also",
        "keys.json");
    FakeServer server = world.server();
    server.issuer(ForgeKey.jwks(RSA));
    world.test(
        "another issuer than the server",
        "says it is of another issuer: iss is https://login.partner.example",
        TokenForge.with(STRANGER).claims(with("iss", "https://login.partner.example")).sign(),
        "--server",
        server.url());
    world.held(
        "another system's token, by its secret",
        "says it is of another issuer: iss is https://login.partner.example, and the alg HS256 is none",
        TokenForge.with(ForgeKey.secret("HS256", Mishaps.SECRET))
            .withoutHeader("kid")
            .claims(with("iss", "https://login.partner.example"))
            .sign(),
        "--issuer",
        ISSUER);
    world.held(
        "both issuers of one environment",
        "says it is of another issuer: iss is https://b.staging.example",
        TokenForge.with(STRANGER).claims(with("iss", "https://b.staging.example")).sign(),
        "--issuer",
        "https://a.staging.example");
    Map<String, Object> bare = claimsOf();
    world.held(
        "alg none without a trace of a signature",
        "not signed (alg none): a debugging proxy",
        TokenForge.with(RSA)
            .withoutHeader("kid")
            .withoutHeader("typ")
            .header("alg", "none")
            .claims(bare)
            .unsigned());
    return world.tests();
  }

  @Test
  void theKeysThatAreHeldAreNamed(@TempDir Path folder) throws IOException {
    ForgeKey ec = ForgeKey.generate("ES256");
    Path two = folder.resolve("two.json");
    Files.writeString(two, ForgeKey.jwks(ec.withKid("first"), RSA));
    assertThat(explained(two, sign(RSA))).contains("kid '2026-01' is held: RSA for RS256");
    Files.writeString(
        two,
        ForgeKey.jwks(
            ec.withKid("a"), ec.withKid("b"), ec.withKid("c"), ec.withKid("d"), ec.withKid("e")));
    assertThat(explained(two, sign(RSA)).replaceAll("\\s+", " "))
        .contains("kid '2026-01'; held: 'a', 'b', 'c', 'd' and 1 key ");
  }

  private static String explained(Path jwks, String token) {
    return CommandRun.of(
            Set.of(),
            Map.of(),
            token.getBytes(UTF_8),
            "token",
            "explain",
            "--jwks",
            jwks.toString())
        .out();
  }

  @TestFactory
  List<DynamicTest> whatTheTokenSays() {
    for (String typ : List.of("dpop", "logout", "txntoken")) {
      world.held(
          "a token of type " + typ,
          "this is a " + typ + " token",
          TokenForge.with(RSA).header("typ", typ + "+jwt").claims(claimsOf()).sign(),
          "--typ",
          "at+jwt");
    }
    world.held(
        "a refresh token by its typ",
        "this is a refresh token",
        TokenForge.with(RSA).header("typ", "rt+jwt").claims(claimsOf()).sign());
    world.held(
        "exp is a text",
        "exp is no whole number",
        TokenForge.with(RSA).claims(with("exp", "tomorrow")).sign());
    world.held(
        "aud is an empty list",
        "aud is neither",
        TokenForge.with(RSA).claims(with("aud", List.of())).sign());
    world.held(
        "sub is a number",
        "a claim that must be a text is none",
        TokenForge.with(RSA).claims(with("sub", 7)).sign());
    Map<String, Object> endless = claimsOf();
    endless.remove("exp");
    world.held("no exp", "the token lacks exp\\.", TokenForge.with(RSA).claims(endless).sign());
    Map<String, Object> nobody = claimsOf();
    nobody.remove("aud");
    world.held(
        "no aud",
        "has no aud|lacks aud",
        TokenForge.with(RSA).claims(nobody).sign(),
        "--audience",
        "orders");
    Map<String, Object> anonymous = claimsOf();
    anonymous.remove("iss");
    world.held(
        "no iss",
        "has no iss|lacks iss",
        TokenForge.with(RSA).claims(anonymous).sign(),
        "--issuer",
        ISSUER);
    world.held(
        "aud in another case",
        "nearly the expected audience: it differs in upper and lower case",
        sign(RSA),
        "--audience",
        "Orders");
    world.held(
        "one scope of two",
        "lacks the scope orders:write .403",
        TokenForge.with(RSA).claims(with("scope", "orders:read")).sign(),
        "--scope",
        "orders:read",
        "--scope",
        "orders:write");
    world.held(
        "nbf by intent",
        "counts only in 10 min, as its issuer wrote",
        TokenForge.with(RSA).claims(with("nbf", NOW + 600)).sign());
    return world.tests();
  }
}
