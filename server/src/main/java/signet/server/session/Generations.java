package signet.server.session;

/**
 * Where a session's refresh tokens stand.
 *
 * @param gen the latest generation, 1 at first
 * @param parent the generation it came from, 0 at first
 * @param rotatedAtMillis when {@code gen} last changed, by the database's clock
 * @param handedAtMillis when {@code gen} was last handed out, by the same clock
 */
public record Generations(long gen, long parent, long rotatedAtMillis, long handedAtMillis) {
  /** Those of a session that begins now. */
  public static Generations first(long nowMillis) {
    return new Generations(1, 0, nowMillis, nowMillis);
  }
}
