package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import signet.server.session.Channel;
import signet.server.session.Generations;
import signet.server.session.Presenter;
import signet.server.session.RefreshDecision.Outcome;
import signet.server.session.RefreshResult;
import signet.server.session.RefreshResult.Reason;
import signet.server.session.RotationLimit;
import signet.server.session.SessionReading;
import signet.server.session.SessionStore.Selection;
import signet.server.session.Sessions;

/** What becomes of sessions and their refresh tokens on a real database, whichever it is. */
abstract class SessionStoreContract extends SessionStoreFixture {
  private static final Set<String> TRANSACTION_CONTROL =
      Set.of("BEGIN IMMEDIATE", "SAVEPOINT work", "RELEASE work", "COMMIT");

  /** What goes to the database. */
  abstract CountingSource counting();

  @Test
  void walksThroughTheTable() {
    Sessions sessions = sessions(Duration.ofMinutes(5), UNLIMITED);
    Sessions.Begun begun = begin(sessions, "alice");
    String sid = begun.session().sid();
    String first = begun.refreshToken().encoded();

    assertThat(granted(refresh(sessions, first)).outcome()).isEqualTo(Outcome.REPEATED);
    makeOld(sid);
    RefreshResult.Granted rotated = granted(refresh(sessions, first));
    assertThat(rotated.outcome()).isEqualTo(Outcome.ROTATED);
    String second = rotated.refreshToken().encoded();
    assertThat(second).isNotEqualTo(first);
    RefreshResult.Granted again = granted(refresh(sessions, first));
    assertThat(again.outcome()).isEqualTo(Outcome.REPEATED_SUCCESSOR);
    assertThat(again.refreshToken().encoded()).isEqualTo(second);
    makeOld(sid);
    RefreshResult.Granted lost = granted(refresh(sessions, first));
    assertThat(lost.outcome()).isEqualTo(Outcome.LOST_REPLY);
    assertThat(table().read(sid).orElseThrow().generations())
        .extracting(Generations::gen, Generations::parent)
        .containsExactly(3L, 1L);
    assertThat(refresh(sessions, second)).isEqualTo(new RefreshResult.Refused(Reason.SUPERSEDED));
    assertThat(rows("revocation")).isEmpty();
    makeOld(sid);
    assertThat(refresh(sessions, second)).isEqualTo(new RefreshResult.Refused(Reason.STOLEN));
    assertThat(refresh(sessions, lost.refreshToken().encoded()))
        .isEqualTo(new RefreshResult.Refused(Reason.ENDED));
  }

  @Test
  void aRefreshIsTwoStatementsAndOneCommit() {
    Sessions sessions = sessions(Duration.ZERO, UNLIMITED);
    String token = begin(sessions, "alice").refreshToken().encoded();
    counting().forget();

    RefreshResult.Granted granted = granted(refresh(sessions, token));

    assertThat(granted.outcome()).isEqualTo(Outcome.ROTATED);
    List<String> seen = counting().seen();
    assertThat(seen.stream().filter(sql -> !TRANSACTION_CONTROL.contains(sql)))
        .satisfiesExactly(
            read -> assertThat(read).startsWith("SELECT s.*"),
            write -> assertThat(write).startsWith("UPDATE session SET gen"));
    // A statement outside of BEGIN and COMMIT is committed by itself.
    assertThat(seen.stream().filter("COMMIT"::equals).count())
        .isEqualTo(seen.contains("BEGIN IMMEDIATE") ? 1 : 0);

    counting().forget();
    granted(refresh(sessions(Duration.ofMinutes(5), UNLIMITED), granted.refreshToken().encoded()));
    assertThat(counting().seen()).as("repeated").singleElement().asString().startsWith("SELECT");
  }

  @Test
  void theftIsToldToTheFeedAndPutOnRecord() {
    Sessions sessions = sessions(Duration.ZERO, UNLIMITED);
    Sessions.Begun begun = begin(sessions, "alice");
    String stolen = begun.refreshToken().encoded();
    String second = granted(refresh(sessions, stolen)).refreshToken().encoded();
    refresh(sessions, second);
    refresh(sessions, stolen);

    assertThat(rows("feed").getFirst()).containsEntry("max_access_lifetime_ms", 900_000L);
    assertThat(rows("revocation"))
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry).containsEntry("kind", "sid");
              assertThat(entry).containsEntry("value", begun.session().sid());
              long revokedAt = ((Number) entry.get("revoked_at_ms")).longValue();
              assertThat(((Number) entry.get("expires_at_ms")).longValue())
                  .isEqualTo(revokedAt + 900_000 + 120_000);
            });
    assertThat(rows("audit WHERE event LIKE 'session-%'"))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event).containsEntry("event", "session-theft");
              assertThat(event).containsEntry("sid", begun.session().sid());
              assertThat(event).containsEntry("user_id", "usr_alice");
              assertThat(event).containsEntry("correlation_id", "c1");
            });
  }

  @Test
  void refusesWrongClientChannelAndDisabledUserAndChangesNothing() {
    Sessions sessions = sessions(Duration.ZERO, UNLIMITED);
    Sessions.Begun begun = begin(sessions, "alice");
    String token = begun.refreshToken().encoded();
    SessionReading before = table().read(begun.session().sid()).orElseThrow();

    assertThat(sessions.refresh(token, Presenter.of("other", Channel.NATIVE), ORIGIN))
        .isEqualTo(new RefreshResult.Refused(Reason.WRONG_CLIENT));
    assertThat(sessions.refresh(token, Presenter.of(CLIENT, Channel.BROWSER), ORIGIN))
        .isEqualTo(new RefreshResult.Refused(Reason.WRONG_CLIENT));
    database()
        .writer()
        .useHandle(
            handle ->
                handle.execute("UPDATE user_account SET status = 'disabled' WHERE name = 'alice'"));
    assertThat(refresh(sessions, token)).isEqualTo(new RefreshResult.Refused(Reason.ENDED));

    SessionReading after = table().read(begun.session().sid()).orElseThrow();
    assertThat(after.generations()).isEqualTo(before.generations());
    assertThat(after.session()).isEqualTo(before.session());
  }

  @Test
  void endsIdleAndOldSessions() {
    Sessions sessions = sessions(Duration.ZERO, UNLIMITED);
    for (String column : List.of("idle_expires_at_ms", "abs_expires_at_ms")) {
      Sessions.Begun begun = begin(sessions, "alice");
      database()
          .writer()
          .useHandle(
              handle ->
                  handle.execute(
                      "UPDATE session SET " + column + " = ? WHERE sid = ?",
                      table().now().toEpochMilli(),
                      begun.session().sid()));

      assertThat(refresh(sessions, begun.refreshToken().encoded()))
          .isEqualTo(new RefreshResult.Refused(Reason.ENDED));
      assertThat(sessions.isLive(begun.session().sid())).isFalse();
    }
    assertThat(sessions.listLive(Optional.empty(), Optional.empty(), 10)).isEmpty();
  }

  @Test
  void endsOneOthersOrAllOfAUserAndNobodyElses() {
    Sessions sessions = sessions(Duration.ZERO, UNLIMITED);
    String one = begin(sessions, "alice").session().sid();
    String two = begin(sessions, "alice").session().sid();
    String three = begin(sessions, "alice").session().sid();
    String bobs = begin(sessions, "bob").session().sid();

    assertThat(sessions.end(Selection.one("usr_alice", bobs), "logout", ORIGIN)).isEmpty();
    assertThat(sessions.end(Selection.one("usr_alice", one), "logout", ORIGIN))
        .containsExactly(one);
    assertThat(sessions.end(Selection.one("usr_alice", one), "logout", ORIGIN)).isEmpty();
    assertThat(sessions.end(Selection.others("usr_alice", two), "logout", ORIGIN))
        .containsExactly(three);
    assertThat(sessions.end(Selection.all("usr_alice"), "logout", ORIGIN)).containsExactly(two);
    assertThat(sessions.isLive(bobs)).isTrue();

    // A position for each transaction that ended something, and none for the others.
    assertThat(rows("feed").getFirst()).containsEntry("seq", 3L);
    assertThat(rows("revocation")).hasSize(3);
    assertThat(rows("audit WHERE event LIKE 'session-%'")).hasSize(3);
  }

  @Test
  void limitsRotationsAndPutsItOnRecordOnce() {
    Sessions sessions = sessions(Duration.ZERO, new RotationLimit(60, 2));
    String token = begin(sessions, "alice").refreshToken().encoded();
    token = granted(refresh(sessions, token)).refreshToken().encoded();
    token = granted(refresh(sessions, token)).refreshToken().encoded();

    for (int i = 0; i < 3; i++) {
      assertThat(refresh(sessions, token)).isInstanceOf(RefreshResult.Limited.class);
    }
    assertThat(rows("audit WHERE event LIKE 'session-%'")).hasSize(1);
  }
}
