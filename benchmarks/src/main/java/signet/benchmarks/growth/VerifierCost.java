package signet.benchmarks.growth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import signet.bearer.revocation.RevocationFeed;
import signet.benchmarks.load.SpokenFeed;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwk.Jwk;
import signet.jose.jwk.JwkSet;
import signet.jose.jwk.PrivateJwk;
import signet.jose.jwks.KeySource;
import signet.jose.jws.SigningKey;
import signet.jose.jwt.JwtClaims;
import signet.jose.jwt.JwtSigner;
import signet.jose.jwt.JwtVerifier;
import signet.jose.jwt.Verification;

/**
 * CPU time of one verification of RS256 with the JDK's provider, in this process, as the list of
 * revocations and the set of keys grow.
 */
final class VerifierCost {
  private static final String ISSUER = "https://id.example.com";
  private static final String AUDIENCE = "https://api.example.com";
  private static final int WARM_UP = 20_000;
  private static final int MEASURED = 20_000;
  private static final int[] ENTRIES = {0, 1_000, 10_000, 100_000, 1_000_000};
  private static final int[] KEYS = {1, 10, 50};

  private VerifierCost() {}

  static JsonObject measure() throws IOException, InterruptedException {
    JsonArray byEntries = new JsonArray();
    List<PrivateJwk> one = keys(1);
    for (int entries : ENTRIES) {
      try (SpokenFeed spoken = new SpokenFeed(entries);
          RevocationFeed feed = spoken.read()) {
        long nanos = nanos(verifier(one).revocation(feed).build(), one);
        byEntries.add(row("revocations", entries, nanos));
      }
    }
    JsonArray byKeys = new JsonArray();
    for (int count : KEYS) {
      List<PrivateJwk> keys = keys(count);
      byKeys.add(row("keys", count, nanos(verifier(keys).build(), keys)));
    }
    return new JsonObject().put("by_revocations", byEntries).put("by_keys", byKeys);
  }

  private static JsonObject row(String what, int count, long nanos) {
    JsonObject row = new JsonObject().put(what, count).put("cpu_us", nanos / 1e3);
    System.out.println("verification " + row.encode());
    return row;
  }

  private static List<PrivateJwk> keys(int count) {
    List<PrivateJwk> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      keys.add(
          PrivateJwk.generate(JwsAlgorithm.RS256)
              .withAlgorithm(JwsAlgorithm.RS256)
              .withKid("key-" + i));
    }
    return keys;
  }

  private static JwtVerifier.Builder verifier(List<PrivateJwk> keys) {
    Jwk[] set = keys.stream().map(PrivateJwk::toPublic).toArray(Jwk[]::new);
    return JwtVerifier.accessToken(ISSUER, AUDIENCE).keys(KeySource.of(JwkSet.of(set)));
  }

  /** By the newest key, as services see most tokens. */
  private static long nanos(JwtVerifier verifier, List<PrivateJwk> keys) throws IOException {
    Instant now = Instant.now();
    String token =
        JwtSigner.of(SigningKey.of(keys.get(keys.size() - 1)), "at+jwt")
            .sign(
                JwtClaims.builder()
                    .issuer(ISSUER)
                    .subject("usr_1")
                    .audience(AUDIENCE)
                    .issuedAt(now)
                    .expiresAt(now.plusSeconds(900))
                    .jwtId("a-token-of-the-growth1")
                    .claim("client_id", "load")
                    .claim("scope", "orders:read")
                    .claim("sid", "a-session-of-growth-01")
                    .build());
    verify(verifier, token, WARM_UP);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    verify(verifier, token, MEASURED);
    return (threads.getCurrentThreadCpuTime() - before) / MEASURED;
  }

  private static void verify(JwtVerifier verifier, String token, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      if (!(verifier.verify(token) instanceof Verification.Verified)) {
        throw new IOException("a good token was refused");
      }
    }
  }
}
