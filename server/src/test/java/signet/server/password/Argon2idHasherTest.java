package signet.server.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class Argon2idHasherTest {
  private static final Password PASSWORD = Password.presented("correct horse");

  private final Argon2idHasher hasher = new Argon2idHasher(64, 2, 1);

  @Test
  void verifiesItsOwnHashes() {
    String hash = hasher.hash(PASSWORD);

    assertThat(hasher.verify(hash, PASSWORD)).isTrue();
    assertThat(hasher.verify(hash, Password.presented("correct horsf"))).isFalse();
  }

  @Test
  void writesItsParametersAndASaltOfItsOwn() {
    assertThat(hasher.hash(PASSWORD)).startsWith("$argon2id$v=19$m=64,t=2,p=1$");
    assertThat(hasher.hash(PASSWORD)).isNotEqualTo(hasher.hash(PASSWORD));
  }

  /** The vector of the reference implementation's own tests (argon2id, t=2, m=256 KiB, p=1). */
  @Test
  void verifiesAHashOfTheReferenceCommand() {
    String hash =
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    assertThat(hasher.verify(hash, Password.presented("password"))).isTrue();
  }

  @Test
  void decoyLooksLikeAHashAndFitsNothing() {
    assertThat(hasher.decoy()).hasSameSizeAs(hasher.hash(PASSWORD));
    assertThat(hasher.decoy()).startsWith("$argon2id$v=19$m=64,t=2,p=1$");
    assertThat(hasher.verify(hasher.decoy(), PASSWORD)).isFalse();
  }

  @Test
  void decoyCostsAsMuchAsAHash() {
    Argon2idHasher costly = new Argon2idHasher(32 * 1024, 2, 1);
    String hash = costly.hash(PASSWORD);

    long real = nanos(() -> costly.verify(hash, PASSWORD));
    long decoy = nanos(() -> costly.verify(costly.decoy(), PASSWORD));

    // Only that the decoy is computed at all: an unreadable one would answer in microseconds.
    assertThat(decoy).isGreaterThan(real / 5);
  }

  private static long nanos(Runnable work) {
    work.run();
    long start = System.nanoTime();
    work.run();
    return System.nanoTime() - start;
  }
}
