package signet.server.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * An event as it stands on record.
 *
 * @param id random
 * @param at when, by the database's clock
 * @param event what happened
 * @param userId the subject of the user whom it concerns, where one is known
 * @param sid the session that it concerns, if any
 */
public record AuditRecord(
    String id, Instant at, AuditEvent event, Optional<String> userId, Optional<String> sid) {
  /** Where it stands; the next page begins after it. */
  public Position position() {
    return new Position(at.toEpochMilli(), id);
  }

  /** A place in the order of the record: by time, then by id. */
  public record Position(long atMillis, String id) {
    /** As text, for who pages through the record. */
    public String text() {
      return atMillis + "." + id;
    }

    /** What {@link #text} wrote, or empty. */
    public static Optional<Position> parse(String text) {
      int dot = text.indexOf('.');
      if (dot < 1) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            new Position(Long.parseLong(text.substring(0, dot)), text.substring(dot + 1)));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }
}
