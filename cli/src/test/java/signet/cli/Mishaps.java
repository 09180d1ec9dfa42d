package signet.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import signet.testkit.forge.ForgeKey;
import signet.testkit.forge.TokenForge;

/** A folder of files, servers, and what {@code token explain} must say there. */
final class Mishaps implements AutoCloseable {
  static final long NOW = CommandRun.NOW.getEpochSecond();
  static final String ISSUER = "https://auth.example";
  static final byte[] SECRET = "a-secret-of-forty-characters-or-so-12345".getBytes(US_ASCII);
  static final ForgeKey RSA = ForgeKey.generate("RS256").withKid("2026-01");
  static final ForgeKey OLD = ForgeKey.generate("RS256").withKid("2025-12");
  static final ForgeKey STRANGER = ForgeKey.generate("RS256").withKid("other-7");

  private final Path folder;
  private final List<FakeServer> servers = new ArrayList<>();
  private final List<DynamicTest> tests = new ArrayList<>();

  Mishaps(Path folder) {
    this.folder = folder;
  }

  List<DynamicTest> tests() {
    return tests;
  }

  @Override
  public void close() {
    servers.forEach(FakeServer::close);
  }

  /** As {@link #test}, where the keys are those of {@code keys.json}. */
  void held(String name, String cause, String input, String... options) {
    List<String> all = new ArrayList<>(List.of("--jwks", "keys.json"));
    all.addAll(List.of(options));
    test(name, cause, input, all.toArray(new String[0]));
  }

  /** The mishap's cause must stand in the first three lines; no secret or signature anywhere. */
  void test(String name, String cause, String input, String... options) {
    tests.add(
        DynamicTest.dynamicTest(
            name,
            () -> {
              List<String> words = new ArrayList<>(List.of("token", "explain"));
              for (String option : options) {
                boolean isFile = Files.exists(folder.resolve(option));
                words.add(isFile ? folder.resolve(option).toString() : option);
              }
              CommandRun run =
                  CommandRun.of(
                      Set.of(), Map.of(), input.getBytes(UTF_8), words.toArray(new String[0]));
              String head =
                  run.out().lines().limit(3).map(String::strip).collect(Collectors.joining(" "));
              String pattern = cause.replace("(", "\\(").replace(")", "\\)").replace("…", ".*");
              assertThat(Pattern.compile(pattern).matcher(head).find())
                  .as("%s in:%n%s%s", cause, run.out(), run.err())
                  .isTrue();
              assertThat(run.out().lines())
                  .allMatch(line -> line.length() <= 80 || line.contains(folder.toString()));
              assertThat(run.out()).doesNotContain(new String(SECRET, US_ASCII));
              String last = input.substring(input.lastIndexOf('.') + 1).strip();
              assertThat(last.length() > 40 && run.out().contains(last)).as("shows it").isFalse();
            }));
  }

  FakeServer server() {
    FakeServer server = new FakeServer();
    servers.add(server);
    return server;
  }

  static TokenForge good() {
    return TokenForge.with(RSA).claims(claimsOf());
  }

  static String sign(ForgeKey key) {
    return TokenForge.with(key).claims(claimsOf()).sign();
  }

  static String token(String issuer, long iat, long exp) {
    Map<String, Object> claims = with("iss", issuer);
    claims.put("iat", iat);
    claims.put("exp", exp);
    return TokenForge.with(RSA).claims(claims).sign();
  }

  static Map<String, Object> with(String name, Object value) {
    Map<String, Object> claims = claimsOf();
    claims.put(name, value);
    return claims;
  }

  static Map<String, Object> claimsOf() {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", ISSUER);
    claims.put("sub", "alice");
    claims.put("aud", "orders");
    claims.put("iat", NOW - 60);
    claims.put("exp", NOW + 840);
    return claims;
  }

  void file(String name, String text) throws IOException {
    file(name, text.getBytes(UTF_8));
  }

  void file(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }
}
