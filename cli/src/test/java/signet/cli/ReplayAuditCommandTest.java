package signet.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.jose.jwk.Jwk;
import signet.testkit.forge.Damage;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;
import signet.testkit.json.Json;

final class ReplayAuditCommandTest {
  private static final ForgeKey KEY = ForgeKey.generate("ES256").withKid("today");
  private static final ForgeKey RETIRED = ForgeKey.generate("ES256").withKid("last-year");
  private static final ForgeKey STRANGER = ForgeKey.generate("ES256").withKid("nobody-s");
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir private Path folder;
  private Path jwks;
  private Path history;

  @BeforeEach
  void writeKeys() throws Exception {
    jwks = folder.resolve("jwks.json");
    Files.writeString(jwks, ForgeKey.jwks(KEY));
    history = folder.resolve("history.jsonl");
    Files.writeString(
        history,
        String.join(
            "\n",
            keyLine(RETIRED, "retired"),
            "{\"type\":\"revocation\",\"seq\":1,\"at\":\"2026-03-01T12:00:00Z\",\"jti\":\"taken\"}",
            "{\"type\":\"revocation\",\"seq\":2,\"at\":\"2026-03-01T12:00:00Z\",\"sub\":\"usr_bob\","
                + "\"min_ver\":7}",
            "{\"type\":\"session\",\"sid\":\"over\",\"sub\":\"usr_alice\",\"client_id\":\"c\","
                + "\"begun\":\"2026-02-01T00:00:00Z\",\"ended\":\"2026-03-01T12:00:00Z\","
                + "\"reason\":\"logout\"}",
            "{\"type\":\"session\",\"sid\":\"ended-before\",\"sub\":\"usr_alice\",\"client_id\":\"c\","
                + "\"begun\":\"2026-02-01T00:00:00Z\",\"ended\":\"2026-03-01T11:59:00Z\","
                + "\"reason\":\"logout\"}",
            "{\"type\":\"something-of-later\",\"x\":1}",
            ""));
  }

  private static String keyLine(ForgeKey key, String state) {
    return "{\"type\":\"key\",\"kid\":\"%s\",\"algorithm\":\"ES256\",\"state\":\"%s\","
            .formatted(key.kid(), state)
        + "\"since\":\"2026-03-01T12:00:00Z\",\"public_jwk\":"
        + key.jwk()
        + "}";
  }

  private static TokenForge token(ForgeKey key, Map<String, ?> changes) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", "https://auth.example");
    claims.put("aud", "orders");
    claims.put("sub", "usr_alice");
    claims.put("jti", "j-1");
    claims.put("sid", "s-1");
    claims.put("authz_ver", 3);
    claims.put("iat", NOW.getEpochSecond() - 300);
    claims.put("exp", NOW.getEpochSecond() + 600);
    claims.putAll(changes);
    return TokenForge.with(key).header("typ", "at+jwt").claims(claims);
  }

  private static String good() {
    return token(KEY, Map.of()).sign();
  }

  private static String line(Instant time, int status, String token, String address) {
    return "{\"time\":\"%s\",\"client_addr\":\"%s\",\"method\":\"GET\",\"path\":\"/orders?q=1\","
            .formatted(time, address)
        + "\"status\":%d,\"authorization\":\"Bearer %s\"}".formatted(status, token);
  }

  private static String line(Instant time, String token) {
    return line(time, 200, token, "192.0.2.1");
  }

  private CommandRun audit(List<String> lines, String... options) throws Exception {
    Path log = folder.resolve("access.log");
    Files.writeString(log, String.join("\n", lines) + "\n");
    return run(log.toString(), options);
  }

  private CommandRun run(String log, String... options) {
    List<String> all = new ArrayList<>(List.of("replay-audit", log, "--json"));
    all.addAll(List.of(options));
    return CommandRun.of("", all.toArray(new String[0]));
  }

  private CommandRun fully(List<String> lines) throws Exception {
    return audit(
        lines,
        "--jwks",
        jwks.toString(),
        "--history",
        history.toString(),
        "--issuer",
        "https://auth.example",
        "--audience",
        "orders");
  }

  private static Json bad(CommandRun run) {
    return Json.parse(run.out()).at("bad");
  }

  private void assertOnly(String reason, String line) throws Exception {
    CommandRun run = fully(List.of(line));
    assertThat(bad(run).toString()).as(run.out() + run.err()).isEqualTo("{\"" + reason + "\":1}");
    assertThat(run.status()).isEqualTo(1);
  }

  @Test
  void judgesEachTokenAsOfItsLine() throws Exception {
    assertThat(bad(fully(List.of(line(NOW, good())))).toString()).isEqualTo("{}");
    assertOnly("expired", line(NOW.plusSeconds(3600), good()));
    assertOnly(
        "not_yet_valid", line(NOW, token(KEY, Map.of("nbf", NOW.getEpochSecond() + 300)).sign()));
    assertOnly("bad_signature", line(NOW, Damage.withClaim(good(), "sub", "usr_root")));
    assertOnly("alg_none", line(NOW, Damage.algNone(good(), "none")));
    assertOnly("alg_not_allowed", line(NOW, Damage.confuse(good(), KEY.jwk().getBytes(UTF_8))));
    assertOnly("unknown_kid", line(NOW, token(STRANGER, Map.of()).sign()));
    assertOnly("wrong_audience", line(NOW, token(KEY, Map.of("aud", "billing")).sign()));
    assertOnly("wrong_issuer", line(NOW, token(KEY, Map.of("iss", "https://x.example")).sign()));
    assertOnly("malformed", line(NOW, "a.b"));
  }

  @Test
  void knowsWhatWasRevokedByThen() throws Exception {
    Instant after = NOW.plusSeconds(5);
    String taken = token(KEY, Map.of("jti", "taken")).sign();
    String over = token(KEY, Map.of("sid", "over")).sign();
    String bob = token(KEY, Map.of("sub", "usr_bob")).sign();
    String newBob = token(KEY, Map.of("sub", "usr_bob", "authz_ver", 7)).sign();
    for (String token : List.of(taken, over, bob)) {
      assertOnly("revoked", line(after, token));
      assertThat(bad(fully(List.of(line(NOW.minusSeconds(1), token)))).toString()).isEqualTo("{}");
      assertThat(bad(fully(List.of(line(NOW.plusSeconds(1), token)))).toString()).isEqualTo("{}");
    }
    assertThat(bad(fully(List.of(line(after, newBob)))).toString()).isEqualTo("{}");
  }

  @Test
  void knowsKeysThatWereRetiredOrWithdrawn() throws Exception {
    String old = token(RETIRED, Map.of()).sign();
    CommandRun run = fully(List.of(line(NOW.plusSeconds(60), old)));
    assertThat(bad(run).toString()).isEqualTo("{}");
    assertThat(Json.parse(run.out()).at("good").number()).isEqualTo(1);

    Files.writeString(history, keyLine(RETIRED, "compromised") + "\n");
    assertOnly("revoked", line(NOW.plusSeconds(60), old));
    Files.writeString(
        history,
        keyLine(RETIRED, "retired")
            + "\n{\"type\":\"revocation\",\"seq\":1,\"at\":\"2026-03-01T12:00:00Z\",\"key\":\""
            + Jwk.parse(RETIRED.jwk()).thumbprint()
            + "\"}\n");
    assertOnly("revoked", line(NOW.plusSeconds(60), old));
  }

  @Test
  void callsUndeterminedWhatItCannotKnow() throws Exception {
    String foreign = line(NOW, token(STRANGER, Map.of()).sign());
    CommandRun withoutHistory = audit(List.of(foreign), "--jwks", jwks.toString());
    assertThat(Json.parse(withoutHistory.out()).at("undetermined").number()).isEqualTo(1);
    assertThat(withoutHistory.status()).isZero();

    CommandRun withoutKeys =
        audit(List.of(line(NOW, good()), line(NOW, Damage.algNone(good(), "none"))));
    assertThat(bad(withoutKeys).toString()).isEqualTo("{\"alg_none\":1}");
    assertThat(Json.parse(withoutKeys.out()).at("undetermined").number()).isEqualTo(1);
    assertThat(withoutKeys.out()).contains("give --jwks or --history");

    CommandRun withoutTime = run(write("tokens", good()), "--jwks", jwks.toString());
    assertThat(Json.parse(withoutTime.out()).at("undetermined").number()).isEqualTo(1);
    String forged = Damage.withClaim(good(), "sub", "root");
    assertThat(bad(run(write("tokens", "Bearer " + forged), "--jwks", jwks.toString())).toString())
        .isEqualTo("{\"bad_signature\":1}");
  }

  private String write(String name, String text) throws Exception {
    Path file = folder.resolve(name);
    Files.writeString(file, text + "\n");
    return file.toString();
  }

  @Test
  void leavesRequestsAloneThatWereRefused() throws Exception {
    CommandRun run =
        fully(List.of(line(NOW, 401, Damage.algNone(good(), "none"), "192.0.2.1"), "{\"a\":1}"));
    Json result = Json.parse(run.out());
    assertThat(result.at("refused").number()).isEqualTo(1);
    assertThat(result.at("anonymous").number()).isEqualTo(1);
    assertThat(run.status()).isZero();
  }

  @Test
  void readsTheCombinedLogFormat() throws Exception {
    String start = "192.0.2.7 - alice [01/Mar/2026:13:00:00 +0100] \"GET ";
    String end = " HTTP/1.1\" 200 17 \"-\" \"curl/8\"";
    CommandRun run =
        fully(
            List.of(
                start + "/orders" + end + " \"Bearer " + good() + "\"",
                start + "/orders?access_token=" + Damage.algNone(good(), "none") + end,
                start + "/no-eyJ-eyJ.a.b" + end,
                start + "/health" + end,
                "no line of a log"));
    Json result = Json.parse(run.out());
    assertThat(result.at("good").number()).isEqualTo(1);
    assertThat(result.at("anonymous").number()).isEqualTo(2);
    assertThat(result.at("unreadable").number()).isEqualTo(1);
    assertThat(bad(run).toString()).isEqualTo("{\"alg_none\":1}");
    Json example = result.at("examples").items().get(0);
    assertThat(example.text("client_addr")).isEqualTo("192.0.2.7");
    assertThat(example.text("request")).isEqualTo("GET /orders");
    assertThat(example.text("time")).isEqualTo("2026-03-01T12:00:00Z");
  }

  /** One line of the combined format, with a token in its address and one that was sent. */
  private static String combined(String decoy, String sent) {
    return "192.0.2.7 - - [01/Mar/2026:13:00:00 +0100] \"GET /orders?x="
        + decoy
        + " HTTP/1.1\" 200 17 \"-\" \"curl/8\" \"Bearer "
        + sent
        + "\"";
  }

  @Test
  void noTokenInTheAddressHidesTheOneThatWasSent() throws Exception {
    String forged = Damage.withClaim(good(), "sub", "usr_root");
    String old = token(KEY, Map.of("exp", NOW.getEpochSecond() - 60)).sign();
    String unsigned = Damage.algNone(good(), "none");
    assertOnly("bad_signature", combined(good(), forged));
    assertOnly("bad_signature", combined(forged, good()));
    assertOnly("bad_signature", combined("eyJ.a.b&y=" + good(), forged));
    assertOnly("alg_none", combined(old + "&y=eyJ.a.b", unsigned));
    assertOnly("expired", combined("eyJ.a.b", old));
    assertOnly("revoked", combined(old, token(KEY, Map.of("sid", "ended-before")).sign()));
    assertOnly("bad_signature", combined("eyJ.a.b&x=".repeat(5_000), forged));
  }

  @Test
  void aLineWithSeveralTokensCountsOnce() throws Exception {
    String foreign = token(STRANGER, Map.of()).sign();
    CommandRun run =
        audit(
            List.of(combined(good(), good()), combined(good(), foreign), combined(foreign, good())),
            "--jwks",
            jwks.toString());
    Json result = Json.parse(run.out());
    assertThat(result.at("lines").number()).isEqualTo(3);
    assertThat(result.at("good").number()).isEqualTo(1);
    assertThat(result.at("undetermined").number()).isEqualTo(2);
    assertThat(bad(run).toString()).isEqualTo("{}");
  }

  @Test
  void noTokenInTheAddressHidesFromWhereAnotherOneWasSent() throws Exception {
    String foreign = token(STRANGER, Map.of()).sign();
    CommandRun run =
        audit(
            List.of(
                combined("1", good()), combined(foreign, good()).replace("192.0.2.7", "192.0.2.8")),
            "--jwks",
            jwks.toString());
    Json shared = Json.parse(run.out()).at("shared").items().get(0);
    assertThat(shared.at("uses").number()).isEqualTo(2);
    assertThat(shared.at("addresses").toString()).isEqualTo("[\"192.0.2.7\",\"192.0.2.8\"]");
  }

  @Test
  void aTimeThatIsNoneOfALogIsNone() throws Exception {
    List<String> lines = new ArrayList<>();
    for (String time :
        List.of(
            "\"+300000000-12-31T23:59:59.999Z\"",
            "\"+1000000000-12-31T23:59:59.999999999Z\"",
            "\"+10000-01-01T00:00:00Z\"",
            "\"+10000-01-01T00:30:00+00:15\"",
            "\"1969-12-31T23:59:59Z\"",
            "\"-1000000000-01-01T00:00:00Z\"",
            "-1",
            "1e300")) {
      lines.add("{\"time\":%s,\"status\":200,\"token\":\"%s\"}".formatted(time, good()));
    }
    int farAway = lines.size();
    lines.add(line(NOW, good()));
    CommandRun run = fully(lines);
    Json result = Json.parse(run.out());
    assertThat(result.at("undetermined").number()).as(run.err()).isEqualTo(farAway);
    assertThat(result.at("good").number()).isEqualTo(1);
    assertThat(bad(run).toString()).isEqualTo("{}");

    Json combined =
        Json.parse(fully(List.of(combined("1", good()).replace("/2026:", "/+300000000:"))).out());
    assertThat(combined.at("undetermined").number()).isEqualTo(1);
  }

  @Test
  void aTimeAtTheEndOfTheYear9999IsOne() throws Exception {
    assertOnly("expired", line(Instant.parse("9999-12-31T23:59:59.999Z"), good()));
    assertOnly("not_yet_valid", line(Instant.EPOCH, token(KEY, Map.of("nbf", 600)).sign()));
  }

  @Test
  void judgesALogWithoutTokensByTheirNames() throws Exception {
    String line =
        "{\"time\":\"%s\",\"txn\":\"t\",\"client_addr\":\"192.0.2.1\",\"method\":\"GET\","
            + "\"path\":\"/orders\",\"status\":200,\"kid\":\"%s\",\"jti\":\"%s\",\"sid\":\"%s\",\"ms\":1.2}";
    Instant after = NOW.plusSeconds(5);
    CommandRun run =
        fully(
            List.of(
                line.formatted(after, "today", "j-1", "s-1"),
                line.formatted(after, "today", "taken", "s-1"),
                line.formatted(after, "today", "j-2", "over"),
                line.formatted(after, "nobody-s", "j-3", "s-3")));
    assertThat(bad(run).at("revoked").number()).isEqualTo(2);
    assertThat(bad(run).at("unknown_kid").number()).isEqualTo(1);
    assertThat(Json.parse(run.out()).at("undetermined").number()).isEqualTo(1);
  }

  @Test
  void tellsOfTokensThatCameFromSeveralPlaces() throws Exception {
    CommandRun run =
        fully(
            List.of(
                line(NOW, 200, good(), "192.0.2.1"),
                line(NOW, 200, good(), "198.51.100.9"),
                line(NOW, 200, token(KEY, Map.of("jti", "j-2")).sign(), "192.0.2.1")));
    List<Json> shared = Json.parse(run.out()).at("shared").items();
    assertThat(shared).hasSize(1);
    assertThat(shared.get(0).text("jti")).isEqualTo("j-1");
    assertThat(shared.get(0).at("addresses").toString())
        .isEqualTo("[\"192.0.2.1\",\"198.51.100.9\"]");
  }

  @Test
  void readsGzipAndStandardInputAndOtherFields() throws Exception {
    String log =
        "{\"at\":%d,\"request\":{\"auth\":\"%s\"},\"status\":\"200\"}\n"
            .formatted(NOW.plusSeconds(7200).getEpochSecond(), good());
    Path zipped = folder.resolve("access.log.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write(log.getBytes(UTF_8));
    }
    String[] options = {
      "--jwks", jwks.toString(), "--token-field", "request.auth", "--time-field", "at"
    };
    assertThat(bad(run(zipped.toString(), options)).toString()).isEqualTo("{\"expired\":1}");

    List<String> standard = new ArrayList<>(List.of("replay-audit", "-", "--json"));
    standard.addAll(List.of(options));
    assertThat(bad(CommandRun.of(log, standard.toArray(new String[0]))).toString())
        .isEqualTo("{\"expired\":1}");
  }

  @Test
  void showsNoTokenAndNothingThatATerminalWouldObey() throws Exception {
    String hostile = line(NOW, 200, Damage.algNone(good(), "none"), "192.0.2.1\\u001b[31m");
    Path log = folder.resolve("access.log");
    Files.writeString(log, hostile + "\n");
    Path html = folder.resolve("audit.html");
    CommandRun run =
        CommandRun.of(
            "",
            "replay-audit",
            log.toString(),
            "--jwks",
            jwks.toString(),
            "--html",
            html.toString());
    assertThat(run.out())
        .contains("should not have been accepted", "alg_none: 1", "192.0.2.1\\u001b[31m")
        .doesNotContain("\u001b", "eyJ", "q=1");
    assertThat(run.out().lines()).allMatch(text -> text.length() <= 80, "80 columns");
    assertThat(Files.readString(html))
        .contains("<h2 class=\"bad\">alg_none: 1</h2>", "<rect class=\"found\"")
        .doesNotContain("\u001b", "eyJ", "<script");
  }

  @Test
  void drawsProgressForAPersonOnly() throws Exception {
    Path log = folder.resolve("access.log");
    Files.writeString(log, line(NOW, good()) + "\n");
    String[] command = {"replay-audit", log.toString()};
    assertThat(CommandRun.of(Set.of("err"), Map.of(), new byte[0], command).err())
        .contains("100 %")
        .endsWith("\r");
    assertThat(CommandRun.of("", command).err()).isEmpty();
  }

  @Test
  void saysWhatIsWrongWithWhatItWasGiven() throws Exception {
    assertThat(run(folder.resolve("missing").toString()).err())
        .contains("cannot read")
        .hasLineCount(1);
    Files.write(folder.resolve("broken.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 1});
    assertThat(run(folder.resolve("broken.gz").toString()).status()).isNotZero();
    Files.writeString(history, "{\"type\":\"key\",\"public_jwk\":{\"kty\":\"?\"}}\n");
    CommandRun bad = audit(List.of(), "--history", history.toString());
    assertThat(bad.status()).isEqualTo(2);
    assertThat(bad.err()).contains("line 1 is no line of a history");
    assertThat(run("-", "--format", "xml").err()).contains("json, combined or tokens");
  }

  @Test
  void aLineWithoutEndIsCutAndCounted() throws Exception {
    String endless = "{\"token\":\"" + "x".repeat(200_000) + "\"}";
    CommandRun run =
        audit(List.of(line(NOW, good()), endless, line(NOW, good())), "--jwks", jwks.toString());
    assertThat(Json.parse(run.out()).at("unreadable").number()).isEqualTo(1);
    assertThat(Json.parse(run.out()).at("good").number()).isEqualTo(2);
  }
}
