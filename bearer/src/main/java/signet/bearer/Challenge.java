package signet.bearer;

import java.util.List;
import java.util.Locale;
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
  private final String tokenKind;

  /**
   * An answer.
   *
   * @param tokenKind what was looked for, such as {@code access token}
   */
  Challenge(
      int status,
      List<Header> headers,
      @Nullable String error,
      @Nullable RejectReason reason,
      String tokenKind) {
    this.status = status;
    this.headers = headers;
    this.error = error;
    this.reason = reason;
    this.tokenKind = tokenKind;
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

  /**
   * The same as problem details (RFC 9457), for a body of {@code application/problem+json}: one
   * JSON object in which nothing comes from the request.
   */
  public String problem() {
    String because = reason == null ? "" : ",\"reason\":\"" + reason.word() + "\"";
    return "{\"type\":\""
        + type()
        + "\",\"title\":\""
        + title()
        + "\",\"status\":"
        + status
        + because
        + "}";
  }

  private String type() {
    if (error != null) {
      return error.replace('_', '-');
    }
    return status == 503 ? "not-ready" : "unauthorized";
  }

  private String title() {
    return switch (status) {
      case 400 -> "The request is not valid";
      case 403 -> "The " + tokenKind + " does not reach that far";
      case 503 -> capitalized() + "s cannot be checked at this moment";
      default -> error == null ? needed() : "The " + tokenKind + " is not valid";
    };
  }

  private String needed() {
    return (tokenKind.startsWith("a") ? "An " : "A ") + tokenKind + " is needed";
  }

  private String capitalized() {
    return tokenKind.substring(0, 1).toUpperCase(Locale.ROOT) + tokenKind.substring(1);
  }

  @Override
  public String toString() {
    return "Challenge[" + status + " " + headers + "]";
  }
}
