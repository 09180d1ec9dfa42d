package signet.bearer;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What of a request bears on its authentication: the values of its {@code Authorization} header.
 * Nothing else is looked at, so a token in a query or a body has no effect (RFC 6750 §5.3).
 * Immutable; never shows itself.
 */
public final class BearerRequest {
  private static final String SCHEME = "bearer";

  private final List<String> authorization;

  private BearerRequest(List<String> authorization) {
    this.authorization = authorization;
  }

  /**
   * A request.
   *
   * @param authorization every value of the header, one for each line in which it stood; empty
   *     where it did not
   */
  public static BearerRequest of(Collection<String> authorization) {
    return new BearerRequest(List.copyOf(authorization));
  }

  /** Whether it has more than one method of sending a token (RFC 6750 §2), which is refused. */
  public boolean isAmbiguous() {
    if (authorization.size() > 1) {
      return true;
    }
    // Several words, or a list.
    String credentials = credentials();
    return credentials != null && (credentials.indexOf(' ') >= 0 || credentials.indexOf(',') >= 0);
  }

  /**
   * The token, which may be empty and anything else that a stranger wrote; absent where there is no
   * header, one of another scheme, or an ambiguous one.
   */
  public Optional<String> token() {
    return isAmbiguous() ? Optional.empty() : Optional.ofNullable(credentials());
  }

  /** What follows the scheme, possibly empty; null where the scheme is another one. */
  private @Nullable String credentials() {
    if (authorization.isEmpty()) {
      return null;
    }
    String value = authorization.get(0).strip();
    int end = value.indexOf(' ');
    String scheme = end < 0 ? value : value.substring(0, end);
    if (!scheme.toLowerCase(Locale.ROOT).equals(SCHEME)) {
      return null;
    }
    return end < 0 ? "" : value.substring(end).strip();
  }

  @Override
  public String toString() {
    return "BearerRequest[" + authorization.size() + "]";
  }
}
