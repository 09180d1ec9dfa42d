package signet.bearer.txn;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The values of the header {@code Txn-Token} of one request. Immutable; never shows itself.
 *
 * @param values one for each line in which it stood; empty where it did not
 */
public record TransactionHeader(List<String> values) {
  /** Keeps a copy of the values. */
  public TransactionHeader {
    values = List.copyOf(values);
  }

  /** The header of a request. */
  public static TransactionHeader of(Collection<String> values) {
    return new TransactionHeader(List.copyOf(values));
  }

  /**
   * Whether there is more than one token: two lines, several words, or a list, which is refused.
   */
  public boolean isAmbiguous() {
    return values.size() > 1
        || (values.size() == 1 && text().chars().anyMatch(c -> c == ' ' || c == ','));
  }

  /** The token, which may be anything that a stranger wrote; absent without one or with several. */
  public Optional<String> token() {
    return values.isEmpty() || isAmbiguous() ? Optional.empty() : Optional.of(text());
  }

  private String text() {
    return values.get(0).strip();
  }

  @Override
  public String toString() {
    return "TransactionHeader[" + values.size() + "]";
  }
}
