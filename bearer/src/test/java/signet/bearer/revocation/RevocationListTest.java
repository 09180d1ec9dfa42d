package signet.bearer.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import signet.bearer.revocation.Revocation.Kind;
import signet.jose.jwt.VerifiedJwt;
import signet.testkit.time.FakeClock;

class RevocationListTest {
  private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
  private final Tokens tokens = new Tokens(clock);
  private final RevocationList list = new RevocationList(10_000, clock);
  private final VerifiedJwt token =
      tokens.verified(
          c -> c.jwtId("jti-1").subject("ann").claim("sid", "s-1").claim("authz_ver", 7));

  private Revocation entry(Kind kind, String value, long version) {
    return new Revocation(kind, value, version, clock.instant().getEpochSecond() + 1000);
  }

  private void add(Kind kind, String value) {
    list.addAll(List.of(entry(kind, value, 0)));
  }

  @Test
  void revokesByEachNameOfAToken() {
    assertThat(list.revokes(token)).isFalse();
    for (Kind kind : List.of(Kind.JTI, Kind.SID)) {
      RevocationList own = new RevocationList(10, clock);
      own.addAll(List.of(entry(kind, kind == Kind.JTI ? "jti-1" : "s-1", 0)));
      assertThat(own.revokes(token)).as(kind.word()).isTrue();
    }
    list.addAll(List.of(new Revocation(Kind.KEY, token.keyThumbprint(), 0, Revocation.NEVER)));
    assertThat(list.revokes(token)).isTrue();
  }

  @Test
  void aNameCountsForItsOwnKindAlone() {
    add(Kind.SID, "jti-1");
    add(Kind.JTI, "s-1");
    add(Kind.JTI, "ann");
    add(Kind.KEY, "s-1");
    assertThat(list.revokes(token)).isFalse();
  }

  @Test
  void tellsOfWhatIsHeldAndOfWhatIsAdded() {
    List<String> heard = new ArrayList<>();
    add(Kind.JTI, "jti-1");
    list.listen((by, value) -> heard.add(by.kind() + " " + value + " " + by.minVersion()));
    assertThat(heard).containsExactly("TOKEN jti-1 0");

    list.addAll(List.of(entry(Kind.SUB, "ann", 8), entry(Kind.SID, "s-1", 0)));

    assertThat(heard).containsExactly("TOKEN jti-1 0", "SUBJECT ann 8", "SESSION s-1 0");
  }

  @Test
  void tellsOfWhatItHasNoRoomFor() {
    RevocationList full = new RevocationList(1, clock);
    List<String> heard = new ArrayList<>();
    full.listen((by, value) -> heard.add(value));

    full.addAll(List.of(entry(Kind.SID, "s-1", 0), entry(Kind.SID, "s-2", 0)));

    assertThat(full.hasOverflowed()).isTrue();
    assertThat(heard).containsExactly("s-1", "s-2");
  }

  @Test
  void aSubjectIsRevokedBelowAVersion() {
    list.addAll(List.of(entry(Kind.SUB, "ann", 7)));
    assertThat(list.revokes(token)).isFalse();
    list.addAll(List.of(entry(Kind.SUB, "ann", 8)));
    assertThat(list.revokes(token)).isTrue();
    // What was heard of is never taken back, whatever comes after it.
    list.addAll(List.of(entry(Kind.SUB, "ann", 3)));
    assertThat(list.revokes(token)).isTrue();
    assertThat(list.revokes(tokens.verified(c -> c.subject("ann")))).isTrue();
    assertThat(list.revokes(tokens.verified(c -> c.subject("ann").claim("authz_ver", 8))))
        .isFalse();
    assertThat(list.size()).isEqualTo(1);
  }

  @Test
  void readsNamesThatAreWrittenWithEscapes() {
    add(Kind.SID, "caf\u00e9 \"1\"");
    assertThat(list.revokes(tokens.verified(c -> c.claim("sid", "caf\u00e9 \"1\"")))).isTrue();
  }

  @Test
  void holdsMany() {
    List<Revocation> many = new ArrayList<>();
    IntStream.range(0, 9_000).forEach(i -> many.add(entry(Kind.JTI, "t-" + i, 0)));
    list.addAll(many);
    assertThat(list.size()).isEqualTo(9_000);
    assertThat(IntStream.range(0, 9_000).filter(i -> i % 500 == 0))
        .allMatch(i -> list.revokes(tokens.verified(c -> c.jwtId("t-" + i))));
    assertThat(list.revokes(tokens.verified(c -> c.jwtId("t-9000")))).isFalse();
    assertThat(list.entries()).hasSize(9_000);
  }

  @Test
  void aMillionEntriesAreHeldAndTheNextIsMissedAndToldButAKeyOfBeforeStillCounts() {
    RevocationList large = new RevocationList(1_000_000, clock);
    large.addAll(List.of(new Revocation(Kind.KEY, "a-key", 0, Revocation.NEVER)));
    for (int page = 0; page < 1_000; page++) {
      int first = page * 1_000;
      large.addAll(
          IntStream.range(first, first + (page == 999 ? 999 : 1_000))
              .mapToObj(i -> entry(Kind.SID, "s-" + i, 0))
              .toList());
    }
    assertThat(large.size()).isEqualTo(1_000_000);
    assertThat(large.hasOverflowed()).isFalse();
    assertThat(IntStream.range(0, 999_999).filter(i -> i % 50_000 == 49_998))
        .isNotEmpty()
        .allMatch(i -> large.revokes(tokens.verified(c -> c.claim("sid", "s-" + i))));
    assertThat(large.revokes(tokens.verified(c -> c.claim("sid", "s-999999")))).isFalse();

    large.addAll(List.of(entry(Kind.SID, "s-999999", 0)));
    assertThat(large.hasOverflowed()).isTrue();
    assertThat(large.size()).isEqualTo(1_000_000);
    // A name that is there already needs no room.
    large.addAll(List.of(new Revocation(Kind.SID, "s-7", 0, Revocation.NEVER)));
    clock.advance(Duration.ofSeconds(2_000));
    large.makeRoom();
    assertThat(large.entries())
        .extracting(Revocation::value)
        .containsExactlyInAnyOrder("a-key", "s-7");
  }

  @Test
  void aClockThatIsAMinuteOffForgetsNothingThatATokenCanStillNeed() {
    // The server lets an entry live 120 seconds longer than any token, which here is one that
    // expires in 300 seconds; skew is 30 seconds.
    long tokenEnds = clock.instant().getEpochSecond() + 300;
    Revocation revoked = new Revocation(Kind.SID, "s-1", 0, tokenEnds + 120);
    for (int offSeconds : new int[] {-60, 60}) {
      FakeClock off = FakeClock.at("2026-03-01T12:00:00Z");
      off.advance(Duration.ofSeconds(offSeconds));
      RevocationList here = new RevocationList(10, off);
      here.addAll(List.of(revoked));
      // By this clock, the last moment at which the token is accepted.
      off.advance(Duration.ofSeconds(300 + 29 - offSeconds));
      here.makeRoom();
      assertThat(here.revokes(token)).isTrue();
    }
  }

  @Test
  void letsGoOfWhatNamesNoLivingToken() {
    add(Kind.SID, "s-1");
    list.addAll(List.of(new Revocation(Kind.KEY, "a-key", 0, Revocation.NEVER)));
    clock.advance(Duration.ofSeconds(999));
    list.makeRoom();
    assertThat(list.size()).isEqualTo(2);
    clock.advance(Duration.ofSeconds(1));
    list.makeRoom();
    assertThat(list.entries()).extracting(Revocation::value).containsExactly("a-key");
  }

  @Test
  void atItsBoundItKeepsWhatItHasAndSaysThatSomethingIsMissing() {
    RevocationList small = new RevocationList(2, clock);
    small.addAll(List.of(entry(Kind.SID, "s-1", 0), entry(Kind.SID, "s-2", 0)));
    assertThat(small.hasOverflowed()).isFalse();
    small.addAll(List.of(entry(Kind.SID, "s-3", 0)));
    assertThat(small.hasOverflowed()).isTrue();
    assertThat(small.revokes(token)).isTrue();
    small.addAll(List.of(new Revocation(Kind.KEY, "a-key", 0, Revocation.NEVER)));
    assertThat(small.size()).isEqualTo(2);
    assertThat(small.makeRoom()).isFalse();
    clock.advance(Duration.ofSeconds(1000));
    assertThat(small.makeRoom()).isTrue();
    // There is room, and still the entry is missing.
    assertThat(small.hasOverflowed()).isTrue();
  }

  /** To be given anew takes as long as it takes, and nobody asks for it again meanwhile. */
  @Test
  void whatIsBeingGivenAnewIsNotAskedForAgain() {
    RevocationList small = new RevocationList(1, clock);
    small.addAll(List.of(entry(Kind.SID, "s-1", 0), entry(Kind.SID, "s-2", 0)));
    clock.advance(Duration.ofSeconds(1000));
    assertThat(small.makeRoom()).isTrue();
    assertThat(small.makeRoom()).isTrue();
    small.beginAnew();
    assertThat(small.makeRoom()).isFalse();
    assertThat(small.hasOverflowed()).isTrue();
  }

  @Test
  void nothingIsMissingOnceAllThatCountsWasGivenAnewAndHadRoom() {
    RevocationList small = new RevocationList(1, clock);
    small.addAll(List.of(entry(Kind.SID, "s-1", 0), entry(Kind.SID, "s-2", 0)));
    small.beginAnew();
    small.addAll(List.of(entry(Kind.SID, "s-1", 0), entry(Kind.SID, "s-2", 0)));
    small.givenWhole();
    assertThat(small.hasOverflowed()).isTrue();
    small.beginAnew();
    small.addAll(List.of(entry(Kind.SID, "s-1", 0)));
    assertThat(small.hasOverflowed()).isTrue();
    small.givenWhole();
    assertThat(small.hasOverflowed()).isFalse();
  }

  @Test
  void whatAClockThatWasAheadLetGoOfIsMissingUntilAllIsGivenAnew() {
    Revocation revoked = entry(Kind.SID, "s-1", 0);
    list.addAll(List.of(revoked));
    clock.advance(Duration.ofHours(1));
    assertThat(list.makeRoom()).isFalse();
    assertThat(list.size()).isZero();
    clock.advance(Duration.ofHours(-1));
    assertThat(list.makeRoom()).isTrue();
    assertThat(list.hasOverflowed()).isTrue();
    list.beginAnew();
    assertThat(list.makeRoom()).isFalse();
    list.addAll(List.of(revoked));
    assertThat(list.hasOverflowed()).isTrue();
    list.givenWhole();
    assertThat(list.hasOverflowed()).isFalse();
    assertThat(list.revokes(token)).isTrue();
  }

  @Test
  void whatIsLetGoOfToTakeMoreIsRememberedToo() {
    add(Kind.SID, "s-1");
    clock.advance(Duration.ofHours(1));
    IntStream.range(0, 3_000).forEach(i -> add(Kind.JTI, "t-" + i));
    assertThat(list.revokes(token)).isFalse();
    clock.advance(Duration.ofHours(-1));
    assertThat(list.makeRoom()).isTrue();
    assertThat(list.hasOverflowed()).isTrue();
  }

  @Test
  void aClockThatWasAMinuteAheadLetGoOfNothingThatATokenCanStillNeed() {
    add(Kind.SID, "s-1");
    clock.advance(Duration.ofSeconds(1000));
    list.makeRoom();
    clock.advance(Duration.ofMinutes(-1));
    assertThat(list.makeRoom()).isFalse();
    assertThat(list.hasOverflowed()).isFalse();
    clock.advance(Duration.ofSeconds(-1));
    assertThat(list.makeRoom()).isTrue();
  }

  @Test
  void aClockThatWasAheadAndLetGoOfNothingLeavesNothingMissing() {
    add(Kind.SID, "s-1");
    clock.advance(Duration.ofMinutes(15));
    list.makeRoom();
    clock.advance(Duration.ofMinutes(-15));
    assertThat(list.makeRoom()).isFalse();
    assertThat(list.hasOverflowed()).isFalse();
  }
}
