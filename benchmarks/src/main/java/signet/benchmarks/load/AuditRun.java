package signet.benchmarks.load;

import io.vertx.core.json.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jws.SigningKey;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.JwtSigner;

/**
 * Times {@code signet replay-audit} over a log of a million lines: once where every token was good
 * at its time, once where a third had expired.
 */
public final class AuditRun {
  private static final String ISSUER = "https://id.example.com";
  private static final String AUDIENCE = "https://orders.example.com";
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
  private static final int TOKENS = 20_000;
  private static final int LINES = 1_000_000;
  private static final int LIFETIME_SECONDS = 900;

  private final Path results;
  private final Path launcher;

  /**
   * A run.
   *
   * @param launcher {@code ./signet}
   */
  public AuditRun(Path results, Path launcher) {
    this.results = results;
    this.launcher = launcher.toAbsolutePath().normalize();
  }

  /** Runs both, which needs 2 GB below the folder for temporary files. */
  public void run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("signet-audit-");
    PrivateJwk key = PrivateJwk.generate(JwsAlgorithm.RS256);
    Path keys = Files.writeString(folder.resolve("jwks.json"), JwkSet.of(key.toPublic()).toJson());
    List<String> tokens = tokens(JwtSigner.of(SigningKey.of(key), "at+jwt"));
    JsonObject measured = new JsonObject().put("lines", LINES).put("tokens", TOKENS);
    measured.put("all_good", timed(folder, keys, log(folder, tokens, line -> 60)));
    measured.put(
        "a_third_expired",
        timed(
            folder, keys, log(folder, tokens, line -> line % 3 == 0 ? 2 * LIFETIME_SECONDS : 60)));
    Files.createDirectories(results);
    Files.writeString(results.resolve("audit.json"), measured.encodePrettily() + "\n");
    System.out.println(measured.encodePrettily());
    Files.delete(keys);
    Files.delete(folder);
  }

  private static List<String> tokens(JwtSigner signer) {
    return IntStream.range(0, TOKENS)
        .mapToObj(
            number ->
                signer.sign(
                    JwtClaims.builder()
                        .issuer(ISSUER)
                        .subject("usr_" + number)
                        .audience(AUDIENCE)
                        .issuedAt(FIRST)
                        .expiresAt(FIRST.plusSeconds(LIFETIME_SECONDS))
                        .jwtId("jti-" + number)
                        .claim("client_id", "web")
                        .claim("sid", "sid-" + number)
                        .claim("scope", "orders:read")
                        .claim("roles", List.of("clerk"))
                        .claim("authz_ver", 1)
                        .build()))
        .toList();
  }

  /**
   * Lines as a proxy writes them.
   *
   * @param age in seconds, of the token of a line
   */
  private static Path log(Path folder, List<String> tokens, IntUnaryOperator age)
      throws IOException {
    Path log = folder.resolve("access.log");
    try (BufferedWriter out = Files.newBufferedWriter(log)) {
      for (int line = 0; line < LINES; line++) {
        int token = (int) (line * 7_919L % TOKENS);
        out.write("{\"time\":\"" + FIRST.plusSeconds(age.applyAsInt(line)));
        out.write("\",\"method\":\"GET\",\"path\":\"/orders/" + line);
        out.write("\",\"address\":\"192.0.2." + token % 250 + "\",\"status\":200");
        out.write(",\"authorization\":\"Bearer " + tokens.get(token) + "\"}\n");
      }
    }
    return log;
  }

  private JsonObject timed(Path folder, Path keys, Path log)
      throws IOException, InterruptedException {
    long bytes = Files.size(log);
    long start = System.nanoTime();
    String report =
        Command.output(
            folder,
            "sh",
            "-c",
            // Findings are a status of their own.
            "\"$0\" \"$@\" --json 2>/dev/null || [ $? -eq 1 ]",
            launcher.toString(),
            "replay-audit",
            log.toString(),
            "--jwks",
            keys.toString(),
            "--issuer",
            ISSUER,
            "--audience",
            AUDIENCE);
    double seconds = (System.nanoTime() - start) / 1e9;
    Files.delete(log);
    JsonObject found = new JsonObject(report);
    return new JsonObject()
        .put("seconds", seconds)
        .put("bytes", bytes)
        .put("read", found.getInteger("lines"))
        .put("good", found.getInteger("good"))
        .put("bad", found.getJsonObject("bad"));
  }
}
