package signet.server.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImportedHashesTest {
  private static final String BCRYPT_REST = "c9N/e4vKUCr.OEWtjaOiruRs.hMrE5oGR9yGplm2hjyANAFIoBFCe";
  private static final String ARGON2_REST =
      "$/ckuqCH3iknhBT3XSDCFcw$cbSxMXpOsoix5PVtLeVhu7eiqZqVJPFgJzdXUTALc/U";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{bcrypt}$2a$15$" + BCRYPT_REST,
        "$2b$31$" + BCRYPT_REST,
        "$argon2id$v=19$m=1048576,t=1,p=1" + ARGON2_REST,
        "$argon2id$v=19$m=19456,t=1000,p=1" + ARGON2_REST,
        "$argon2i$v=19$m=4096,t=1,p=64" + ARGON2_REST,
        "{scrypt}$150801$pAmkakZ1EVxNfxOTC/hFLw==$0SgFDSz05Z3kxV8nIFDKG7TlkZqepDgtT0Bdf+PaQGo=",
        "{scrypt}$100810$pAmkakZ1EVxNfxOTC/hFLw==$0SgFDSz05Z3kxV8nIFDKG7TlkZqepDgtT0Bdf+PaQGo=",
      })
  void refusesWhatEveryLoginWouldPayDearlyFor(String hash) {
    assertThatThrownBy(() -> ImportedHashes.ofText(hash))
        .isInstanceOfSatisfying(
            HashRejectedException.class, e -> assertThat(e.problem()).contains("costs too much"));
  }

  @Test
  void countsIterationsForEachBlockOfTheKey() throws HashRejectedException {
    String salt = "xuSuaKQa4Fk9wyso0j77Sg==";
    String fourBlocks = Base64.getEncoder().encodeToString(new byte[128]);
    assertThat(ImportedHashes.ofPbkdf2("SHA256", 500_000, salt, fourBlocks)).isNotNull();
    assertThatThrownBy(() -> ImportedHashes.ofPbkdf2("SHA256", 500_001, salt, fourBlocks))
        .isInstanceOf(HashRejectedException.class)
        .hasMessageContaining("costs too much");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2000001", "2147483647"})
  void refusesTooManyIterations(int iterations) {
    assertThatThrownBy(
            () ->
                ImportedHashes.ofPbkdf2(
                    "SHA256",
                    iterations,
                    "xuSuaKQa4Fk9wyso0j77Sg==",
                    "0SgFDSz05Z3kxV8nIFDKG7TlkZqepDgtT0Bdf+PaQGo="))
        .isInstanceOf(HashRejectedException.class)
        .hasMessageContaining("costs too much");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain text",
        "{noop}secret",
        "{MD5}5f4dcc3b5aa765d61d8327deb882cf99",
        "{bcrypt}",
        "{bcrypt}$2a$08$short",
        "$2a$03$" + BCRYPT_REST,
        "{pbkdf2}zz",
        "{pbkdf2}00112233",
        "{scrypt}$100801$$",
        "{scrypt}$x$AA==$AA==",
        "{argon2}$argon2id$v=19$m=0,t=1,p=1" + ARGON2_REST,
        "$argon2id$v=19$m=4096,t=3,p=1$!$!",
      })
  void refusesWhatIsNoHashOfAKnownKind(String text) {
    assertThatThrownBy(() -> ImportedHashes.ofText(text))
        .isInstanceOf(HashRejectedException.class)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret", "5f4dcc"));
  }
}
