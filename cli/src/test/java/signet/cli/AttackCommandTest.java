package signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;
import signet.testkit.json.Json;

final class AttackCommandTest {
  private static final ForgeKey KEY = ForgeKey.generate("RS256").withKid("forged-key");

  @TempDir private static Path folder;
  private static Path signingKey;
  private static Path jwks;

  @BeforeAll
  static void writeKeys() throws Exception {
    signingKey = folder.resolve("signing.pem");
    Files.writeString(
        signingKey,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(KEY.privateKey().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    jwks = folder.resolve("jwks.json");
    Files.writeString(jwks, ForgeKey.jwks(KEY));
  }

  private static CommandRun attack(LaxApi api, String... more) {
    List<String> all = new ArrayList<>(List.of("attack", api.address(), "--rate", "1000"));
    all.addAll(List.of(more));
    return CommandRun.of(api.validToken() + "\n", all.toArray(new String[0]));
  }

  private static CommandRun everything(LaxApi api, String... more) {
    List<String> all =
        new ArrayList<>(List.of("--jwks", jwks.toString(), "--signing-key", signingKey.toString()));
    all.addAll(List.of(more));
    return attack(api, all.toArray(new String[0]));
  }

  private static List<String> open(CommandRun run) {
    return Json.parse(run.out()).at("findings").items().stream()
        .filter(finding -> finding.text("verdict").equals("open"))
        .map(finding -> finding.text("hole"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "unsigned",
        "stripped",
        "null-signature",
        "key-confusion",
        "embedded-key",
        "embedded-chain",
        "key-name",
        "empty-secret",
        "expired",
        "no-expiry",
        "not-yet-valid",
        "audience",
        "issuer",
        "type",
        "critical",
        "duplicates",
        "lax-text",
        "in-query",
        "fetches"
      })
  void findsTheOneHoleOfAServer(String flaw) throws Exception {
    try (LaxApi api = new LaxApi(KEY, flaw)) {
      CommandRun run = everything(api, "--json");

      assertThat(open(run)).as(run.err()).containsExactly(flaw);
      assertThat(run.status()).isEqualTo(1);
    }
  }

  @Test
  void findsKeysThatAreFetchedAndTrusted() throws Exception {
    try (LaxApi api = new LaxApi(KEY, "key-address")) {
      assertThat(open(everything(api, "--json"))).containsExactly("key-address", "fetches");
    }
  }

  @Test
  void findsAServerThatChecksNoSignature() throws Exception {
    try (LaxApi api = new LaxApi(KEY, "unchecked")) {
      assertThat(open(everything(api, "--json"))).contains("unchecked", "key-confusion");
    }
  }

  @Test
  void findsAServerThatBreaks() throws Exception {
    try (LaxApi api = new LaxApi(KEY, "breaks")) {
      CommandRun run = everything(api, "--json");

      assertThat(open(run)).containsExactly("breaks");
      assertThat(run.out()).contains("unsigned, alg null: 500");
    }
  }

  @Test
  void findsNothingInACarefulServer() throws Exception {
    try (LaxApi api = new LaxApi(KEY, null)) {
      CommandRun run = everything(api);

      assertThat(run.status()).as(run.out() + run.err()).isZero();
      assertThat(run.out())
          .contains("✔ unsigned", "✔ expired", "No hole found with ")
          .doesNotContain("✖", "?");
      assertThat(run.out().lines()).allMatch(line -> line.length() <= 80, "80 columns");
    }
  }

  @Test
  void saysWhatItNeedsForTheRest() throws Exception {
    try (LaxApi api = new LaxApi(KEY, null)) {
      CommandRun run = attack(api);

      assertThat(run.status()).isZero();
      assertThat(run.out())
          .containsPattern("– key-confusion .*needs --jwks")
          .containsPattern("– expired .*needs --signing-key");
    }
  }

  @Test
  void guessesASecretAndUsesIt() throws Exception {
    ForgeKey weak =
        ForgeKey.secret("HS256", "a-string-secret-at-least-256-bits-long".getBytes(UTF_8));
    try (LaxApi api = new LaxApi(weak, null)) {
      CommandRun run = attack(api, "--json");

      assertThat(open(run)).containsExactly("weak-secret");
      assertThat(Json.parse(run.out()).at("findings").toString())
          .contains("\"hole\":\"expired\"")
          .doesNotContain("needs --signing-key");
      assertThat(run.out()).doesNotContain("a-string-secret");
    }
  }

  @Test
  void guessesFromAListAndFailsWithoutIt() throws Exception {
    ForgeKey unusual =
        ForgeKey.secret("HS256", "correct horse battery staple of 2024".getBytes(UTF_8));
    Path words = folder.resolve("words");
    Files.writeString(words, "one\n\ncorrect horse battery staple of 2024\n");
    try (LaxApi api = new LaxApi(unusual, null)) {
      assertThat(open(attack(api, "--json"))).isEmpty();
      assertThat(open(attack(api, "--json", "--wordlist", words.toString())))
          .containsExactly("weak-secret");
    }
  }

  @Test
  void triesASecondTokenOfSomebodyElse() throws Exception {
    Map<String, Object> claims = LaxApi.claims();
    claims.put("aud", "billing");
    Path other = folder.resolve("other.jwt");
    Files.writeString(other, TokenForge.with(KEY).header("typ", "at+jwt").claims(claims).sign());
    try (LaxApi api = new LaxApi(KEY, "audience")) {
      assertThat(open(attack(api, "--json", "--other-token", other.toString())))
          .containsExactly("audience");
    }
    try (LaxApi api = new LaxApi(KEY, null)) {
      assertThat(attack(api, "--other-token", other.toString()).out())
          .containsPattern("✔ audience .*refused, all 1");
    }
  }

  @Test
  void tellsHowAHoleIsClosedInEachLibrary() throws Exception {
    try (LaxApi api = new LaxApi(KEY, "key-confusion")) {
      CommandRun run = everything(api);

      assertThat(run.out())
          .contains("key-confusion: it takes a public key as an HMAC secret")
          .contains("CVE-2016-10555", "jjwt", "java-jwt", "Nimbus/Spring", "jose4j")
          .contains("jsonwebtoken", "1 hole.");
      assertThat(run.out().lines()).allMatch(line -> line.length() <= 80, "80 columns");
      assertThat(run.out() + run.err()).doesNotContain(api.validToken());
    }
  }

  @Test
  void writesAPageAndATestReport() throws Exception {
    Path html = folder.resolve("attack.html");
    Path junit = folder.resolve("attack.xml");
    try (LaxApi api = new LaxApi(KEY, "expired")) {
      everything(api, "--html", html.toString(), "--junit", junit.toString());

      assertThat(Files.readString(html))
          .contains("<td class=\"open\">open", "exp an hour ago")
          .doesNotContain(api.validToken(), "<script", "http-equiv");
    }
    Document report =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(junit.toFile());
    assertThat(report.getDocumentElement().getAttribute("failures")).isEqualTo("1");
    assertThat(report.getElementsByTagName("testcase").getLength())
        .isEqualTo(Integer.parseInt(report.getDocumentElement().getAttribute("tests")));
  }

  @Test
  void asksNobodyElseWithoutLeave() {
    CommandRun run = CommandRun.of("a.b.c\n", "attack", "https://orders.example/");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--i-am-allowed-to-test orders.example").hasLineCount(1);
    assertThat(
            CommandRun.of(
                    "a.b.c\n",
                    "attack",
                    "https://orders.example/",
                    "--i-am-allowed-to-test",
                    "other.example")
                .status())
        .isEqualTo(2);
  }

  @Test
  void sendsNoMoreThanAgreed() throws Exception {
    try (LaxApi api = new LaxApi(KEY, null)) {
      CommandRun run = everything(api, "--max-requests", "10");

      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err()).contains("--max-requests");
      assertThat(api.requests).hasValue(2);
    }
  }

  @Test
  void waitsForNoAnswerThatHasNoEnd() throws Exception {
    HttpServer endless =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    endless.createContext(
        "/",
        exchange -> {
          // A stream of events: its head is sent, and no end ever.
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().flush();
        });
    endless.start();
    try (LaxApi api = new LaxApi(KEY, null)) {
      String address = "http://localhost:" + endless.getAddress().getPort() + "/";
      assertThat(CommandRun.of(api.validToken(), "attack", address).err())
          .contains("answers 200 without a token, not 401");
    } finally {
      endless.stop(0);
    }
  }

  @Test
  void refusesAnEndpointThatDoesNotDistinguish() throws Exception {
    HttpServer open =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    open.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    open.start();
    String address = "http://localhost:" + open.getAddress().getPort() + "/";
    try (LaxApi api = new LaxApi(KEY, null)) {
      CommandRun run = CommandRun.of(api.validToken(), "attack", address);
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err()).contains("answers 200 without a token, not 401");

      Map<String, Object> expired = LaxApi.claims();
      expired.put("exp", 1);
      String bad = TokenForge.with(KEY).header("typ", "at+jwt").claims(expired).sign();
      assertThat(CommandRun.of(bad, "attack", api.address()).err())
          .contains("answers 401 to the valid token");
    } finally {
      open.stop(0);
    }
    assertThat(CommandRun.of("a.b.c", "attack", address).err()).contains("no signed token");
  }
}
