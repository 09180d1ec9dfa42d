package signet.server.audit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What has ended, for as long as it is kept. Thread-safe; blocks. */
public interface History {
  /**
   * A revocation.
   *
   * @param seq its position in the feed
   * @param kind what the value is: jti, sid, sub or key
   * @param minVersion for a subject alone
   * @param at when it was made
   * @param endsAt when no token was or is left that it names; empty for a key
   */
  record Revoked(
      long seq,
      String kind,
      String value,
      OptionalLong minVersion,
      Instant at,
      Optional<Instant> endsAt) {}

  /**
   * A session that has ended.
   *
   * @param reason why; {@code expired} where nobody ended it
   */
  record EndedSession(
      String sid,
      String userId,
      String clientId,
      Instant begunAt,
      Instant endedAt,
      String reason) {}

  /**
   * A page of revocations in the order of their positions.
   *
   * @param afterSeq with the two others, where the page before ended
   */
  List<Revoked> revocations(long afterSeq, String afterKind, String afterValue, int limit);

  /** A page of ended sessions in the order of their names. */
  List<EndedSession> endedSessions(String afterSid, int limit);
}
