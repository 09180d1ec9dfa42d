package signet.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/** The files that transcripts name: keys and tokens, made without any of Signet's own code. */
final class Fixtures {
  private static final long NOW = CommandRun.NOW.getEpochSecond();
  private static final byte[] SECRET =
      "a secret of at least 32 bytes, no line end".getBytes(US_ASCII);

  private final Path folder;

  private Fixtures(Path folder) {
    this.folder = folder;
  }

  static void write(Path folder) throws IOException {
    new Fixtures(folder).write();
  }

  private void write() throws IOException {
    ForgeKey rsa = ForgeKey.generate("RS256").withKid("rsa-1");
    ForgeKey ec = ForgeKey.generate("ES256").withKid("ec-1");
    ForgeKey ed = ForgeKey.generate("Ed25519").withKid("ed-1");
    ForgeKey secret = ForgeKey.secret("HS256", SECRET);
    ForgeKey weak = ForgeKey.rsa("RS256", 1024, 65537).withKid("weak-1");
    keys(rsa, ec, ed, secret, weak);
    tokens(rsa, ec, ed, secret);
  }

  private void keys(ForgeKey rsa, ForgeKey ec, ForgeKey ed, ForgeKey secret, ForgeKey weak)
      throws IOException {
    file("rsa.pem", pem("PUBLIC KEY", rsa.publicKey()));
    file("rsa-private.pem", pem("PRIVATE KEY", rsa.privateKey()));
    file("weak.pem", pem("PUBLIC KEY", weak.publicKey()));
    file("rsa.jwk", rsa.jwk());
    file("oct.jwk", secret.jwk());
    file("ec.jwk", ec.jwk());
    file("keys.json", ForgeKey.jwks(rsa, ec, ed));
    file("mixed.json", ForgeKey.jwks(rsa, weak));
    file("secret", secret.secret());
    file("secret-newline", new String(SECRET, US_ASCII) + "\n");
    file("short-secret", "password");
    file("garbage", "this is no key\n");
  }

  private void tokens(ForgeKey rsa, ForgeKey ec, ForgeKey ed, ForgeKey secret) throws IOException {
    TokenForge good = TokenForge.with(rsa).header("typ", "at+jwt").claims(claims());
    String signed = good.sign();
    file("good", signed + "\n");
    file("good-ec", TokenForge.with(ec).claims(claims()).sign());
    file("good-ed", TokenForge.with(ed).header("alg", "EdDSA").claims(claims()).sign());
    file("good-hs", TokenForge.with(secret).withoutHeader("kid").claims(claims()).sign());
    file("good-ps", TokenForge.with(rsa.as("PS256")).claims(claims()).sign());
    String none = TokenForge.with(rsa).header("alg", "none").claims(claims()).unsigned();
    file("none", none);
    file("cut", signed.substring(0, signed.length() - 42));
    file("foreign", good.signedBy(ForgeKey.generate("RS256")));
    file("unknown-kid", TokenForge.with(rsa.withKid("rsa-0")).claims(claims()).sign());
    file(
        "confused",
        good.header("alg", "HS256")
            .signedBy(
                ForgeKey.secret("HS256", pem("PUBLIC KEY", rsa.publicKey()).getBytes(UTF_8))));
    Map<String, Object> immortal = claims();
    immortal.remove("exp");
    file("no-exp", TokenForge.with(rsa).claims(immortal).sign());
    Map<String, Object> hostile = claims();
    hostile.put("sub", "\u001b[2Jalice\u202e");
    file("hostile", TokenForge.with(rsa).claims(hostile).sign());
    file("three", signed + "\n" + none + "\n\n");
    file("two-good", signed + "\r\n" + signed + "\n");
    file("huge", "e".repeat(100_000));
    file("empty", "");
  }

  private static Map<String, Object> claims() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", "https://auth.example");
    claims.put("sub", "alice");
    claims.put("aud", "orders");
    claims.put("iat", NOW - 60);
    claims.put("exp", NOW + 840);
    return claims;
  }

  private static String pem(String label, Key key) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }

  private void file(String name, String text) throws IOException {
    file(name, text.getBytes(UTF_8));
  }

  private void file(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }
}
