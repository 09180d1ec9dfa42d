package signet.bearer;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signet.jose.reject.RejectReason;

/**
 * The answer to a request that may not pass: a status and headers, ready to be sent as they stand.
 * Nothing in it comes from the request. Immutable.
 */
public final class Challenge implements Authentication {
  /**
   * One header of the answer.
   *
   * @param name the field's name
   * @param value the field's value, ASCII
   */
  public record Header(String name, String value) {}

  private final int status;
  private final List<Header> headers;
  private final @Nullable String error;
  private final @Nullable RejectReason reason;

  Challenge(int status, Header header, @Nullable String error, @Nullable RejectReason reason) {
    this.status = status;
    this.headers = List.of(header);
    this.error = error;
    this.reason = reason;
  }

  /** The HTTP status: 400, 401, 403 or 503. */
  public int status() {
    return status;
  }

  /** The headers to send, in this order. */
  public List<Header> headers() {
    return headers;
  }

  /** The error code of RFC 6750 §3.1, absent where the request had no credentials, and for 503. */
  public Optional<String> error() {
    return Optional.ofNullable(error);
  }

  /** Why the token was refused, absent where no token was looked at or it lacks only scope. */
  public Optional<RejectReason> reason() {
    return Optional.ofNullable(reason);
  }

  @Override
  public String toString() {
    return "Challenge[" + status + " " + headers + "]";
  }
}
