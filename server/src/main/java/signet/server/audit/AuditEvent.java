package signet.server.audit;

import java.util.Locale;

/**
 * Something that is put on record.
 *
 * @param event a word such as {@code session-theft}
 * @param outcome what came of it
 * @param reason a word; empty where the event says enough
 * @param origin who did it and from where
 */
public record AuditEvent(String event, Outcome outcome, String reason, Origin origin) {
  /** Something that was done. */
  public AuditEvent(String event, Origin origin) {
    this(event, Outcome.DONE, "", origin);
  }

  /** Something that was tried, and why it was refused. */
  public static AuditEvent refused(String event, String reason, Origin origin) {
    return new AuditEvent(event, Outcome.REFUSED, reason, origin);
  }

  /** What came of it. */
  public enum Outcome {
    /** It happened. */
    DONE,
    /** It was refused. */
    REFUSED;

    /** As stored and shown. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The outcome of that word. */
    public static Outcome ofWord(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * Who did it and from where.
   *
   * @param actor a subject, or how an administrator came
   * @param address of the peer; empty where there is none
   * @param correlationId ties it to the answer and to log lines; empty where there is none
   */
  public record Origin(String actor, String address, String correlationId) {}
}
