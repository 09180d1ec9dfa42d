package signet.bearer;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** No access token is to be had at this moment. Holds nothing secret. */
public final class ClientCredentialsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String error;

  ClientCredentialsException(String message, Optional<String> error, @Nullable Throwable cause) {
    super(message, cause);
    this.error = error.orElse(null);
  }

  /** What the server said is wrong, such as {@code invalid_client} (RFC 6749 §5.2), if it did. */
  public Optional<String> error() {
    return Optional.ofNullable(error);
  }
}
