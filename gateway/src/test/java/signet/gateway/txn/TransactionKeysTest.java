package signet.gateway.txn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import signet.jose.jwa.JwsAlgorithm;
import signet.testkit.time.FakeClock;

/** Keys in a folder, followed by replicas in one simulated time. */
final class TransactionKeysTest {
  private static final Duration MAX_AGE = Duration.ofMinutes(5);
  private static final Duration ROTATION = Duration.ofDays(1);
  private static final Duration GATE = KeyRules.LEASE.plus(MAX_AGE).plus(KeyRules.MARGIN);

  @TempDir private Path temp;

  private final FakeClock clock = FakeClock.at(Instant.parse("2026-01-01T00:00:00Z"));

  private Path folder() {
    return temp.resolve("keys");
  }

  private TransactionKeys replica() throws IOException {
    return replica(new KeyRules(JwsAlgorithm.ES256, ROTATION, MAX_AGE));
  }

  private TransactionKeys replica(KeyRules rules) throws IOException {
    KeyFolder folder = new KeyFolder(folder());
    folder.prepare();
    return new TransactionKeys(folder, rules, clock, () -> clock.millis() * 1_000_000);
  }

  private TransactionKeys started() throws IOException {
    TransactionKeys keys = replica();
    keys.poll();
    return keys;
  }

  private static String signing(TransactionKeys keys) {
    return keys.signer().orElseThrow().key().kid().orElseThrow();
  }

  private Path newest() throws IOException {
    return folder().resolve("keys-" + new KeyFolder(folder()).newest() + ".json");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Test
  void firstKeySignsAtOnceAndAStandbyIsPublished() throws IOException {
    TransactionKeys keys = started();
    assertThat(keys.kids()).hasSize(2).contains(signing(keys));
    assertThat(keys.published().orElseThrow().toJson()).doesNotContain("\"d\"");
    assertThat(Files.getPosixFilePermissions(newest()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(folder()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void secondReplicaTakesTheKeysOfTheFirst() throws IOException {
    TransactionKeys one = started();
    TransactionKeys two = started();
    assertThat(two.kids()).isEqualTo(one.kids());
    assertThat(signing(two)).isEqualTo(signing(one));
  }

  @Test
  void keysFollowOneAnotherThroughTheirStates() throws IOException {
    TransactionKeys keys = started();
    String first = signing(keys);
    String second =
        keys.kids().stream().filter(kid -> !kid.equals(first)).findFirst().orElseThrow();
    clock.advance(ROTATION.minusMillis(1));
    keys.poll();
    assertThat(signing(keys)).isEqualTo(first);
    clock.advance(Duration.ofMillis(1));
    keys.poll();
    assertThat(signing(keys)).isEqualTo(second);
    assertThat(keys.kids()).hasSize(3).contains(first);
    clock.advance(KeyRules.waitBeforeRemoval().minusMillis(1));
    keys.poll();
    assertThat(keys.kids()).contains(first);
    clock.advance(Duration.ofMillis(1));
    keys.poll();
    assertThat(keys.kids()).hasSize(2).doesNotContain(first);
    assertThat(Files.readString(newest())).doesNotContain(first);
  }

  @Test
  void standbyDoesNotSignBeforeEveryServiceMustHaveIt() throws IOException {
    TransactionKeys keys =
        replica(new KeyRules(JwsAlgorithm.ES256, Duration.ofSeconds(1), MAX_AGE));
    keys.poll();
    String first = signing(keys);
    clock.advance(GATE.minusMillis(1));
    keys.poll();
    assertThat(signing(keys)).isEqualTo(first);
    clock.advance(Duration.ofMillis(1));
    keys.poll();
    assertThat(signing(keys)).isNotEqualTo(first);
  }

  @Test
  void longestMaxAgeEverConfiguredCounts() throws IOException {
    replica(new KeyRules(JwsAlgorithm.ES256, ROTATION, Duration.ofHours(2))).poll();
    TransactionKeys keys = replica(new KeyRules(JwsAlgorithm.ES256, ROTATION, MAX_AGE));
    clock.advance(ROTATION);
    keys.poll();
    String second = signing(keys);
    // The third was made a moment ago, while services may still hold a set for two hours.
    clock.advance(ROTATION);
    keys.poll();
    assertThat(signing(keys)).isNotEqualTo(second);
    TransactionKeys eager =
        replica(new KeyRules(JwsAlgorithm.ES256, Duration.ofSeconds(1), MAX_AGE));
    String third = signing(keys);
    clock.advance(Duration.ofHours(2));
    eager.poll();
    assertThat(signing(eager)).isEqualTo(third);
    clock.advance(Duration.ofMinutes(3));
    eager.poll();
    assertThat(signing(eager)).isNotEqualTo(third);
  }

  @Test
  void anotherAlgorithmSignsOnceItsKeyIsPastTheGate() throws IOException {
    started();
    TransactionKeys keys = replica(new KeyRules(JwsAlgorithm.ED25519, ROTATION, MAX_AGE));
    keys.poll();
    assertThat(keys.signer().orElseThrow().key().algorithm()).isEqualTo(JwsAlgorithm.ES256);
    clock.advance(GATE);
    keys.poll();
    assertThat(keys.signer().orElseThrow().key().algorithm()).isEqualTo(JwsAlgorithm.ED25519);
    clock.advance(ROTATION.plus(GATE));
    keys.poll();
    assertThat(keys.published().orElseThrow().toJson()).doesNotContain("ES256");
  }

  @Test
  void oneReplicaTakesAStepAndTheOthersFollowIt() throws IOException {
    TransactionKeys one = started();
    TransactionKeys two = started();
    TransactionKeys three = started();
    clock.advance(ROTATION);
    long before = new KeyFolder(folder()).newest();
    for (TransactionKeys keys : List.of(one, two, three)) {
      keys.poll();
    }
    // The rotation and the new standby.
    assertThat(new KeyFolder(folder()).newest()).isEqualTo(before + 2);
    assertThat(one.kids()).isEqualTo(two.kids()).isEqualTo(three.kids());
    assertThat(signing(one)).isEqualTo(signing(two)).isEqualTo(signing(three));
  }

  @Test
  void manyReplicasAtOnceAgree() throws Exception {
    List<TransactionKeys> replicas = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      replicas.add(replica());
    }
    List<Thread> threads = new ArrayList<>();
    for (TransactionKeys keys : replicas) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    try {
                      keys.poll();
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (TransactionKeys keys : replicas) {
      keys.poll();
    }
    assertThat(replicas.stream().map(TransactionKeys::kids).distinct()).hasSize(1);
    assertThat(replicas.get(0).kids()).hasSize(2);
  }

  @Test
  void slowReplicaDoesNotUndoWhatOthersHaveDone() throws IOException {
    KeyFolder slow = new KeyFolder(folder());
    started();
    KeyFolder.Found stale = slow.load();
    TransactionKeys keys = started();
    for (int i = 0; i < 3; i++) {
      clock.advance(ROTATION);
      keys.poll();
    }
    List<String> kids = keys.kids();
    // Old versions are swept by now, so the name that it wants is free.
    assertThat(slow.replace(stale.number(), KeySet.EMPTY)).isFalse();
    keys.poll();
    assertThat(keys.kids()).isEqualTo(kids);
    assertThat(started().kids()).isEqualTo(kids);
  }

  @Test
  void crashBeforeTheLinkLeavesNothingBehindThatCounts() throws IOException {
    TransactionKeys keys = started();
    List<String> kids = keys.kids();
    Path partial = Files.writeString(folder().resolve(".keys-1.tmp"), "{\"version\":1,");
    assertThat(started().kids()).isEqualTo(kids);
    Files.setLastModifiedTime(partial, FileTime.from(Instant.EPOCH));
    clock.advance(ROTATION);
    keys.poll();
    assertThat(files()).noneMatch(name -> name.startsWith(".")).hasSize(3);
  }

  @Test
  void crashAfterAnyStepIsGoneOnFromByAnother() throws IOException {
    started();
    List<KeySet> seen = new ArrayList<>();
    KeyRules rules = new KeyRules(JwsAlgorithm.ES256, ROTATION, MAX_AGE);
    for (int i = 0; i < 40; i++) {
      // One step alone, then another replica, which knows nothing but the folder.
      KeyFolder folder = new KeyFolder(folder());
      KeyFolder.Found found = folder.load();
      KeySet set = found.set().orElseThrow();
      KeyLifecycle.next(set, rules, clock.instant())
          .ifPresent(
              next -> {
                seen.add(next);
                assertThat(replaces(folder, found, next)).isTrue();
              });
      assertThat(folder.load().set().orElseThrow().signing()).isPresent();
      clock.advance(ROTATION.dividedBy(4));
    }
    assertThat(seen).hasSizeGreaterThan(20);
    assertThat(started().kids()).hasSizeBetween(2, 3);
  }

  private static boolean replaces(KeyFolder folder, KeyFolder.Found found, KeySet next) {
    try {
      return folder.replace(found.number(), next);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void damagedVersionIsSteppedOver() throws IOException {
    TransactionKeys keys = started();
    String first = signing(keys);
    clock.advance(ROTATION);
    keys.poll();
    String second = signing(keys);
    String text = Files.readString(newest());
    for (String damaged :
        List.of(
            "",
            "{}",
            text.substring(0, text.length() / 2),
            text.replace("\"since\":1", "\"since\":2"))) {
      Files.writeString(newest(), damaged);
      TransactionKeys other = started();
      assertThat(other.kids()).contains(first, second);
      assertThat(signing(other)).isEqualTo(second);
      assertThat(Files.readString(newest())).isNotEqualTo(damaged);
      keys.poll();
      assertThat(keys.kids()).isEqualTo(other.kids());
    }
  }

  @Test
  void replicaThatCannotReadTheFolderStopsSigningAndPublishing() throws IOException {
    TransactionKeys keys = started();
    List<String> kids = keys.kids();
    Path aside = Files.move(folder(), temp.resolve("aside"));
    clock.advance(KeyRules.LEASE.minusMillis(1));
    assertThatIOException().isThrownBy(keys::poll);
    assertThat(keys.signer()).isPresent();
    clock.advance(Duration.ofMillis(1));
    assertThat(keys.signer()).isEmpty();
    assertThat(keys.published()).isEmpty();
    assertThat(keys.kids()).isEmpty();
    Files.createDirectory(
        folder(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    // What is mounted is away: an empty folder is no reason to make new keys.
    assertThatIOException().isThrownBy(keys::poll).withMessageContaining("vanished");
    Files.delete(folder());
    Files.move(aside, folder());
    keys.poll();
    assertThat(keys.kids()).isEqualTo(kids);
    assertThat(keys.signer()).isPresent();
  }

  @Test
  void folderWithoutOneReadableFileIsRefusedAndNotReplaced() throws IOException {
    started();
    for (String file : files()) {
      Files.writeString(folder().resolve(file), "x");
    }
    TransactionKeys keys = replica();
    assertThatIOException().isThrownBy(keys::poll).withMessageContaining("restore it");
    assertThat(keys.signer()).isEmpty();
  }

  @Test
  void whatIsOpenToOthersIsRefused() throws IOException {
    started();
    Files.setPosixFilePermissions(newest(), PosixFilePermissions.fromString("rw-r-----"));
    assertThatIOException()
        .isThrownBy(this::started)
        .withMessageContaining("chmod 600")
        .withMessageNotContaining("\"d\"");
    Files.setPosixFilePermissions(newest(), PosixFilePermissions.fromString("rw-------"));
    Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxr-x---"));
    assertThatIOException().isThrownBy(this::started).withMessageContaining("chmod 700");
  }

  @Test
  void publishedKeysAreBounded() throws IOException {
    KeySet set = KeySet.EMPTY;
    KeyRules rules = new KeyRules(JwsAlgorithm.ED25519, Duration.ofSeconds(1), MAX_AGE);
    for (int i = 0; i < 100; i++) {
      set = KeyLifecycle.next(set, rules, clock.instant()).orElse(set);
      KeyRules other = new KeyRules(JwsAlgorithm.ES256, Duration.ofSeconds(1), MAX_AGE);
      set = KeyLifecycle.next(set, other, clock.instant()).orElse(set);
      clock.advance(Duration.ofSeconds(1));
    }
    assertThat(set.keys()).hasSizeLessThanOrEqualTo(KeyLifecycle.MAX_PUBLISHED);
  }
}
