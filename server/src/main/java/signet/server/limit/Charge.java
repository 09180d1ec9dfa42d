package signet.server.limit;

/**
 * What an attempt is charged to.
 *
 * @param kind which counters, such as {@code address}
 * @param key whose counter
 * @param rule how the counter delays
 */
public record Charge(String kind, String key, DelayRule rule) {
  /** The key may be a name that somebody typed. */
  @Override
  public String toString() {
    return "Charge[" + kind + "]";
  }
}
