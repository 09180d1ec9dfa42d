package signet.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static signet.cli.Mishaps.ISSUER;
import static signet.cli.Mishaps.NOW;
import static signet.cli.Mishaps.OLD;
import static signet.cli.Mishaps.RSA;
import static signet.cli.Mishaps.SECRET;
import static signet.cli.Mishaps.STRANGER;
import static signet.cli.Mishaps.claimsOf;
import static signet.cli.Mishaps.good;
import static signet.cli.Mishaps.sign;
import static signet.cli.Mishaps.token;
import static signet.cli.Mishaps.with;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.PublicForms;
import signet.testkit.forge.TokenForge;

/**
 * What goes wrong with tokens, and that {@code token explain} names the true cause in its first
 * three lines.
 */
final class MishapTest {

  private Mishaps world;

  @BeforeEach
  void begin(@TempDir Path folder) {
    world = new Mishaps(folder);
  }

  @AfterEach
  void end() {
    world.close();
  }

  @TestFactory
  List<DynamicTest> everyMishapIsNamed() throws IOException {
    world.file("keys.json", ForgeKey.jwks(RSA));
    world.file("old.json", ForgeKey.jwks(OLD));
    world.file("staging.json", ForgeKey.jwks(STRANGER));
    secrets();
    keys();
    times();
    claims();
    forms();
    state();
    assertThat(
            world.tests().stream()
                .map(test -> Integer.valueOf(test.getDisplayName().split("\\D", 2)[0]))
                .collect(Collectors.toSet()))
        .isEqualTo(IntStream.rangeClosed(1, 35).boxed().collect(Collectors.toSet()));
    return world.tests();
  }

  private void secrets() throws IOException {
    secret("1 newline at the end of the secret", "newline", SECRET, text() + "\n");
    secret("2 CRLF at the end of the secret", "CRLF", SECRET, text() + "\r\n");
    secret("3 secret in quotes", "quotes", SECRET, '"' + text() + '"');
    byte[] odd = new byte[48];
    for (int i = 0; i < odd.length; i++) {
      odd[i] = (byte) (i * 37 + 251);
    }
    String url = Base64.getUrlEncoder().withoutPadding().encodeToString(odd);
    assertThat(url).containsAnyOf("-", "_");
    secret("4 base64 secret used as text", "base64", odd, Base64.getEncoder().encodeToString(odd));
    secret("5 hex secret used as text", "hex", odd, HexFormat.of().formatHex(odd));
    secret("6 base64url secret used as text", "base64url", odd, url);
    world.file("utf16", text().getBytes(UTF_16));
    world.test("7 UTF-16 file", "UTF-16", hmac(SECRET), "--secret-file", "utf16");
    world.file("production", "the secret of production, 32 bytes and more");
    world.file("staging", SECRET);
    world.test(
        "8 secret of another environment",
        "another environment",
        hmac(SECRET),
        "--secret-file",
        "production");
    world.test(
        "8b secret of a known environment",
        "the secret is that of …staging",
        hmac(SECRET),
        "--secret-file",
        "production",
        "--also",
        "staging");
  }

  private void secret(String name, String cause, byte[] signer, String file) throws IOException {
    String place = "secret-" + name.split(" ", 2)[0];
    world.file(place, file.getBytes(US_ASCII));
    world.test(name, cause, hmac(signer), "--secret-file", place);
    if (signer == SECRET) {
      world.file(place + "-plain", signer);
      world.test(
          name + ", at the issuer",
          cause,
          hmac(file.getBytes(US_ASCII)),
          "--secret-file",
          place + "-plain");
    }
  }

  private static String text() {
    return new String(SECRET, US_ASCII);
  }

  private static String hmac(byte[] secret) {
    return TokenForge.with(ForgeKey.secret("HS256", secret))
        .withoutHeader("kid")
        .claims(claimsOf())
        .sign();
  }

  private void keys() throws IOException {
    String staging =
        TokenForge.with(STRANGER).claims(with("iss", "https://auth.staging.example")).sign();
    String foreign =
        TokenForge.with(STRANGER).claims(with("iss", "https://login.partner.example")).sign();
    world.held(
        "9 staging key at production",
        "another environment (staging)",
        staging,
        "--issuer",
        ISSUER);
    world.held(
        "9b staging key, same issuer",
        "one of …staging.json",
        sign(STRANGER),
        "--also",
        "staging.json");
    world.held(
        "9c staging key, same issuer and kid",
        "key 'other-7' of …staging.json",
        good().signedBy(STRANGER),
        "--also",
        "staging.json");
    FakeServer server = world.server();
    server.issuer(ForgeKey.jwks(RSA));
    String rotated = TokenForge.with(OLD).claims(with("iss", server.url())).sign();
    world.test("10 kid rotated away", "rotated away", rotated, "--server", server.url());
    world.file(
        "history",
        "{\"type\":\"key\",\"kid\":\"2025-12\",\"state\":\"retired\",\"since\":\"2025-12-31T00:00:00Z\"}\n{\"type\":\"revocation\"}\n");
    world.held(
        "10b kid rotated away, by the history",
        "retired since 2025-12-31",
        sign(OLD),
        "--history",
        "history");
    world.test("11 kid of another issuer", "of another issuer", foreign, "--server", server.url());
    world.test(
        "12 key set fetched before the rotation",
        "fetched before the rotation",
        sign(RSA),
        "--jwks",
        "old.json",
        "--server",
        server.url());
    FakeServer service =
        world
            .server()
            .serve(
                "/health",
                "{\"keyset_id\":\"x\",\"kids\":[\"2025-12\"],\"fetched_at\":\"2025-12-30T00:00:00Z\"}");
    world.test(
        "12b key set of a service",
        "fetched before the rotation",
        TokenForge.with(RSA).claims(with("iss", server.url())).sign(),
        "--server",
        server.url(),
        "--service",
        service.url() + "/health");
    world.held("27 HS256 token at an RS256 verifier", "shared secret (HS256)", hmac(SECRET));
    world.held(
        "27b HS256 with the public key",
        "forged",
        TokenForge.with(RSA)
            .header("alg", "HS256")
            .claims(claimsOf())
            .signedBy(
                ForgeKey.secret("HS256", PublicForms.spkiPem(RSA.publicKey()).getBytes(UTF_8))));
    world.file("cert.pem", PublicForms.certificatePem(RSA));
    world.test(
        "28 certificate given for a key", "certificate", sign(RSA), "--public-key", "cert.pem");
    String base64 = Base64.getMimeEncoder().encodeToString(RSA.privateKey().getEncoded());
    world.file(
        "private.pem", "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
    world.test(
        "29 private key given for a public one",
        "private key",
        sign(RSA),
        "--public-key",
        "private.pem");
    String[] parts = sign(RSA).split("\\.", -1);
    String edited =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8)
                    .replace("alice", "admin")
                    .getBytes(UTF_8));
    world.held(
        "32 payload edited by hand",
        "edited after it was signed",
        parts[0] + "." + edited + "." + parts[2]);
    String none = TokenForge.with(RSA).header("alg", "none").claims(claimsOf()).unsigned();
    world.held("33 alg none left by a debugging proxy", "debugging proxy", none);
  }

  private void times() {
    Duration off = Duration.ofMinutes(20);
    FakeServer behind = world.server().clock(CommandRun.NOW.minus(off));
    behind.issuer(ForgeKey.jwks(RSA));
    String fresh = token(behind.url(), NOW - off.toSeconds(), NOW - off.toSeconds() + 900);
    world.test("13 clock ahead", "clock is 20 min ahead of", fresh, "--server", behind.url());
    FakeServer ahead = world.server().clock(CommandRun.NOW.plus(off));
    ahead.issuer(ForgeKey.jwks(RSA));
    String early = token(ahead.url(), NOW + off.toSeconds(), NOW + off.toSeconds() + 900);
    world.test("14 clock behind", "clock is 20 min behind", early, "--server", ahead.url());
    world.held("14b clock behind, nobody asked", "clock is behind", early);
    world.held(
        "15 milliseconds in exp",
        "exp is in milliseconds",
        TokenForge.with(RSA).claims(with("exp", (NOW + 900) * 1000)).sign());
    FakeServer right = world.server();
    right.issuer(ForgeKey.jwks(RSA));
    String old = token(right.url(), NOW - 1092, NOW - 192);
    world.test(
        "16 expired 3 minutes ago right after login",
        "expired 3 min 12 s ago.*the clocks agree, so the client sends an old token",
        old,
        "--server",
        right.url());
  }

  private void claims() {
    String token = sign(RSA);
    world.held(
        "17 audience of another service",
        "audience of another service: aud is orders",
        token,
        "--audience",
        "billing");
    world.held(
        "18 slash at the end of the issuer", "slash at the end", token, "--issuer", ISSUER + "/");
    world.held(
        "19 http for https in the issuer",
        "https? where https? is expected",
        token,
        "--issuer",
        "http://auth.example");
    String id = TokenForge.with(RSA).header("typ", "JWT").claims(with("nonce", "n-1")).sign();
    world.held("20 ID token as access token", "an ID token", id, "--typ", "at+jwt");
    world.held("20b ID token, where no typ is asked", "an ID token", id);
    byte[] refresh = new byte[63];
    refresh[0] = 1;
    refresh[30] = 1;
    world.held(
        "21 refresh token as access token",
        "a refresh token",
        Base64.getUrlEncoder().encodeToString(refresh));
    world.held(
        "21b refresh token that is a JWT",
        "a refresh token",
        TokenForge.with(RSA).claims(with("typ", "Refresh")).sign());
    world.held(
        "34 scope missing", "lacks the scope orders:write .403", token, "--scope", "orders:write");
  }

  private void forms() {
    String token = sign(RSA);
    String[] keys = {"--jwks", "keys.json"};
    world.test("22 Bearer Bearer", "Bearer Bearer", "Authorization: Bearer Bearer " + token, keys);
    world.test("23 token in quotes", "in quotes", '"' + token + '"', keys);
    world.test(
        "24 token cut by a copy", "cut short", token.substring(0, token.length() - 40), keys);
    world.test(
        "24b token cut in its payload",
        "cut short",
        token.substring(0, token.indexOf('.') + 30),
        keys);
    world.test(
        "25 line break inside",
        "line break",
        token.substring(0, 70) + "\n" + token.substring(70),
        keys);
    world.test(
        "26 token in the query",
        "in the query",
        "https://orders.example/x?access_token=" + token + "&page=2",
        keys);
    world.test(
        "35 two Authorization headers",
        "2 Authorization headers",
        "GET / HTTP/1.1\nAuthorization: Basic eDp5\nHost: x\nAuthorization: Bearer " + token + "\n",
        keys);
    world.test(
        "35b two headers in curl",
        "2 Authorization headers",
        "curl -s -H 'Authorization: Bearer "
            + token
            + "' \\\n -H \"Authorization: Bearer "
            + token
            + "\" https://orders.example/",
        keys);
  }

  private void state() throws IOException {
    FakeServer server = world.server();
    server.issuer(ForgeKey.jwks(RSA));
    server.serve(
        "/.well-known/oauth-authorization-server",
        "{\"issuer\":\""
            + server.url()
            + "\",\"jwks_uri\":\""
            + server.url()
            + "/jwks.json\",\"token_endpoint\":\""
            + server.url()
            + "/oauth2/token\",\"signet_revocations_endpoint\":\""
            + server.url()
            + "/revocations\"}");
    server.serve(
        "/oauth2/token", "{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"expires_in\":60}");
    server.serve(
        "/revocations",
        "{\"epoch\":\"e\",\"seq\":2,\"entries\":[{\"sid\":\"sid-1\",\"exp\":"
            + (NOW + 9000)
            + "},{\"sub\":\"bob\",\"min_ver\":4,\"exp\":"
            + (NOW + 9000)
            + "}]}");
    world.file("client-secret", "s3cret");
    String[] asked = {
      "--server", server.url(), "--client-id", "orders", "--client-secret-file", "client-secret"
    };
    Map<String, Object> session = with("iss", server.url());
    session.put("sid", "sid-1");
    world.test("30 session revoked", "session was revoked", atJwt(session), asked);
    Map<String, Object> role = with("iss", server.url());
    role.put("sub", "bob");
    role.put("authz_ver", 3);
    world.test(
        "31 role changed since",
        "role, password or status has changed since: authz_ver is 3, now at least 4",
        atJwt(role),
        asked);
  }

  private static String atJwt(Map<String, Object> claims) {
    return TokenForge.with(RSA).header("typ", "at+jwt").claims(claims).sign();
  }
}
