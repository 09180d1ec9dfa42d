package signet.server.audit;

/**
 * Something that is put on record.
 *
 * @param event a word such as {@code session-theft}
 * @param origin who did it and from where
 */
public record AuditEvent(String event, Origin origin) {
  /**
   * Who did it and from where.
   *
   * @param actor a subject, or how an administrator came
   * @param address of the peer; empty where there is none
   * @param correlationId ties it to the answer and to log lines; empty where there is none
   */
  public record Origin(String actor, String address, String correlationId) {}
}
