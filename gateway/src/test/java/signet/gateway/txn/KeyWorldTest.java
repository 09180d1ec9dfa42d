package signet.gateway.txn;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import signet.jose.jwa.JwsAlgorithm;
import signet.jose.jwt.JwtVerifier;
import signet.testkit.Scale;
import signet.testkit.time.FakeClock;

/**
 * Random schedules of replicas that stall, crash and start anew over one folder, whose clocks are
 * apart, and of services that hold what they fetched for as long as they may.
 */
final class KeyWorldTest {
  private static final Duration MAX_AGE = Duration.ofMinutes(5);
  private static final KeyRules RULES =
      new KeyRules(JwsAlgorithm.ED25519, Duration.ofMinutes(1), MAX_AGE);
  private static final int MOMENTS = 400;

  @TempDir private Path folder;

  private final FakeClock clock = FakeClock.at(Instant.parse("2026-01-01T00:00:00Z"));
  private final List<TransactionKeys> replicas = new ArrayList<>();
  private final List<Service> services = new ArrayList<>();
  private final Set<String> signers = new HashSet<>();
  private final List<Token> tokens = new ArrayList<>();
  private final Map<TransactionKeys, Instant> stalled = new HashMap<>();

  /** The last token of a key so far, and when the last service ceases to accept it. */
  private record Token(String kid, Instant until) {}

  /** Holds a set for its maximum age, and a fetch's spread longer. */
  private final class Service {
    private final Duration spread;
    private List<String> kids = List.of();
    private Instant refreshAt = Instant.MIN;

    Service(Random random) {
      spread = Duration.ofSeconds(random.nextInt(30));
    }

    void refresh(Random random) {
      if (refreshAt.isAfter(clock.instant())) {
        return;
      }
      // Of a replica that does not answer it hears nothing, and asks the next.
      int first = random.nextInt(replicas.size());
      for (int i = 0; i < replicas.size(); i++) {
        List<String> answer = replicas.get((first + i) % replicas.size()).kids();
        if (!answer.isEmpty()) {
          kids = answer;
          refreshAt = clock.instant().plus(MAX_AGE).plus(spread);
          return;
        }
      }
    }
  }

  static int[] seeds() {
    return IntStream.range(0, Scale.count(4, 1000)).toArray();
  }

  private TransactionKeys replica(Random random) {
    long apart = random.nextInt(20_000);
    return new TransactionKeys(
        new KeyFolder(folder),
        RULES,
        () -> clock.instant().plusMillis(apart),
        () -> clock.millis() * 1_000_000);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noTokenMeetsAServiceThatLacksItsKey(int seed) throws IOException {
    Random random = new Random(seed);
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    for (int i = 0; i < 3; i++) {
      replicas.add(replica(random));
      replicas.get(i).poll();
      services.add(new Service(random));
    }
    for (int moment = 0; moment < MOMENTS; moment++) {
      clock.advance(Duration.ofMillis(random.nextInt(random.nextInt(8) == 0 ? 60_000 : 6_000)));
      for (int i = 0; i < replicas.size(); i++) {
        act(random, i);
      }
      for (Service service : services) {
        service.refresh(random);
      }
      for (TransactionKeys keys : replicas) {
        keys.signer().ifPresent(signer -> mint(signer.key().kid().orElseThrow()));
      }
      assertTokensAreKnown();
    }
    assertThat(signers).hasSizeGreaterThan(2);
  }

  private void act(Random random, int index) throws IOException {
    int chance = random.nextInt(40);
    if (chance == 0) {
      replicas.set(index, replica(random));
    }
    TransactionKeys keys = replicas.get(index);
    if (chance == 1) {
      stalled.put(keys, clock.instant().plusSeconds(random.nextInt(1800)));
    }
    if (!stalled.getOrDefault(keys, Instant.MIN).isAfter(clock.instant())) {
      keys.poll();
    }
  }

  private void mint(String kid) {
    signers.add(kid);
    tokens.removeIf(token -> token.kid().equals(kid));
    Instant expiresAt = clock.instant().plus(KeyRules.MAX_LIFETIME);
    tokens.add(new Token(kid, expiresAt.plus(JwtVerifier.MAX_CLOCK_SKEW)));
  }

  private void assertTokensAreKnown() {
    tokens.removeIf(token -> !token.until().isAfter(clock.instant()));
    for (Service service : services) {
      assertThat(service.kids).containsAll(tokens.stream().map(Token::kid).toList());
    }
  }
}
