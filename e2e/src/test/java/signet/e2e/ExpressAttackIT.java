package signet.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;
import signet.testkit.json.Json;

/**
 * {@code signet attack} on Express with our package, which has no hole, and on Express with {@code
 * jose} as its manual shows it, whose findings are those of its defaults.
 */
@BesideOthers
final class ExpressAttackIT {
  private static final String AUDIENCE = "https://orders.example";
  private static final ForgeKey KEY = ForgeKey.generate("ES256").withKid("issuer-s");

  @TempDir private Path folder;

  @Test
  void oursRefusesEverythingAndTheOtherHasTheFindingsOfItsDefaults() throws Exception {
    NodePackages.build(Assumptions::abort);
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext(
        "/.well-known/jwks.json",
        exchange -> {
          byte[] body = ForgeKey.jwks(KEY).getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    http.start();
    String issuer = "http://localhost:" + http.getAddress().getPort();
    Process services = services(issuer);
    try (BufferedReader lines = services.inputReader(UTF_8)) {
      assertThat(attack(lines.readLine(), issuer))
          // Asked of HS256 alone.
          .containsOnly(Map.entry("weak-secret", "untried []"));
      assertThat(attack(lines.readLine(), issuer))
          .containsOnly(
              Map.entry("weak-secret", "untried []"),
              Map.entry("no-expiry", "open [exp missing]"),
              Map.entry("type", "open [typ of a proof, typ of a logout token]"),
              Map.entry("duplicates", "open [alg twice, sub twice]"),
              Map.entry(
                  "lax-text",
                  "open [signature, padding, signature, space before, signature, stray bits]"));
    } finally {
      services.destroyForcibly();
      http.stop(0);
    }
  }

  private static Process services(String issuer) throws Exception {
    ProcessBuilder node =
        new ProcessBuilder("node", "service/test/attacked.js")
            .directory(SignetProcess.ROOT.resolve("express").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    node.environment().put("ISSUER", issuer);
    node.environment().put("AUDIENCE", AUDIENCE);
    return node.start();
  }

  /** The verdict and the open forms of each hole that is not refused. */
  private Map<String, String> attack(String address, String issuer) throws Exception {
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", issuer);
    claims.put("aud", AUDIENCE);
    claims.put("sub", "usr_alice");
    claims.put("client_id", "default");
    claims.put("jti", "j-1");
    claims.put("iat", now);
    claims.put("exp", now + 600);
    String token = TokenForge.with(KEY).header("typ", "at+jwt").claims(claims).sign();
    Path pem =
        Files.writeString(
            folder.resolve("key.pem"),
            "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(KEY.privateKey().getEncoded())
                + "\n-----END PRIVATE KEY-----\n");
    try (SignetProcess attack =
        SignetProcess.start(
            folder,
            token,
            "attack",
            address,
            "--json",
            "--rate",
            "1000",
            "--jwks",
            issuer + "/.well-known/jwks.json",
            "--signing-key",
            pem.toString())) {
      assertThat(attack.exitStatus()).as(attack.err()).isLessThan(2);
      Map<String, String> findings = new TreeMap<>();
      for (Json finding : Json.parse(attack.out()).at("findings").items()) {
        if (!finding.text("verdict").equals("refused")) {
          findings.put(
              finding.text("hole"),
              finding.text("verdict")
                  + " "
                  + finding.at("open").items().stream().map(Json::text).toList());
        }
      }
      return findings;
    }
  }
}
