package signet.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import signet.server.audit.History.EndedSession;
import signet.server.audit.History.Revoked;
import signet.server.revocation.RevocationEntry;

/** What is read of what has ended, whatever database lies beneath. */
abstract class HistoryContract {
  private static final long LONG_AGO = 1_700_000_000_000L;
  private static final long FAR = 9_000_000_000_000L;

  abstract Database database();

  private HistoryTable table() {
    return new HistoryTable(database());
  }

  @Test
  void revocationsComeInTheOrderOfTheFeedPageByPage() {
    FeedTable.prepare(database(), Duration.ofMinutes(15));
    append(RevocationEntry.token("j/1"), RevocationEntry.session("s"), RevocationEntry.key("k"));
    append(RevocationEntry.subject("u", 3));

    List<Revoked> all = new ArrayList<>();
    List<Revoked> page = table().revocations(0, "", "", 2);
    while (!page.isEmpty()) {
      all.addAll(page);
      Revoked last = page.getLast();
      page = table().revocations(last.seq(), last.kind(), last.value(), 2);
    }

    assertThat(all)
        .extracting(revoked -> revoked.seq() + revoked.kind() + revoked.value())
        .containsExactly("1jtij/1", "1keyk", "1sids", "2subu");
    assertThat(all).allSatisfy(r -> assertThat(r.at()).isEqualTo(Instant.ofEpochMilli(LONG_AGO)));
    assertThat(all.get(0).endsAt())
        .contains(Instant.ofEpochMilli(LONG_AGO).plus(Duration.ofMinutes(17)));
    assertThat(all.get(1).endsAt()).isEmpty();
    assertThat(all.get(2).minVersion()).isEmpty();
    assertThat(all.get(3).minVersion()).hasValue(3);
  }

  private void append(RevocationEntry... entries) {
    database()
        .writer()
        .useTransaction(handle -> FeedTable.append(handle, List.of(entries), LONG_AGO));
  }

  @Test
  void onlySessionsThatHaveEndedAreTold() {
    database()
        .writer()
        .useHandle(
            handle ->
                handle.execute(
                    "INSERT INTO user_account VALUES ('u', 'n', 'n', 'h', 'enabled', 1, 0)"));
    session("living", FAR, FAR, null);
    session("revoked", FAR, FAR, LONG_AGO + 5);
    session("idle", LONG_AGO + 7, FAR, null);
    session("old", FAR, LONG_AGO + 9, null);

    List<EndedSession> first = table().endedSessions("", 2);
    List<EndedSession> rest = table().endedSessions(first.getLast().sid(), 2);
    assertThat(first).containsExactly(ended("idle", 7, "expired"), ended("old", 9, "expired"));
    assertThat(rest).containsExactly(ended("revoked", 5, "logout"));
  }

  private static EndedSession ended(String sid, long after, String reason) {
    return new EndedSession(
        sid,
        "u",
        "c",
        Instant.ofEpochMilli(LONG_AGO),
        Instant.ofEpochMilli(LONG_AGO + after),
        reason);
  }

  private void session(String sid, long idle, long absolute, Long revokedAt) {
    database()
        .writer()
        .useHandle(
            handle ->
                handle
                    .createUpdate(
                        """
                        INSERT INTO session (sid, user_id, client_id, channel, auth_at_ms,
                          idle_expires_at_ms, abs_expires_at_ms, revoked_at_ms, revoke_reason,
                          device_address, device_user_agent)
                        VALUES (:sid, 'u', 'c', 'native', :begun, :idle, :absolute, :revoked,
                          :reason, '', '')
                        """)
                    .bind("sid", sid)
                    .bind("begun", LONG_AGO)
                    .bind("idle", idle)
                    .bind("absolute", absolute)
                    .bind("revoked", revokedAt)
                    .bind("reason", Optional.ofNullable(revokedAt).map(at -> "logout").orElse(null))
                    .execute());
  }
}
