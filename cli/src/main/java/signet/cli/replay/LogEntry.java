package signet.cli.replay;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A request as a log tells of it. What the log does not say is null. Never shows the token.
 *
 * @param time when; null where a line is a mere token
 * @param address the client's
 * @param agent what the client calls itself
 * @param request method and path, without the query
 * @param status of the answer
 * @param tokens as they were sent: one, or all that a line holds, as what stands in an address may
 *     be no token of the request
 * @param kid of the token, where the log has that instead of tokens
 * @param jti likewise
 * @param sid likewise
 */
record LogEntry(
    @Nullable Instant time,
    @Nullable String address,
    @Nullable String agent,
    @Nullable String request,
    OptionalInt status,
    List<String> tokens,
    @Nullable String kid,
    @Nullable String jti,
    @Nullable String sid) {
  private static final int FIRST_REFUSAL = 400;

  /** Whether the request was turned away, so that its token did no harm. */
  boolean isRefused() {
    return status.isPresent() && status.getAsInt() >= FIRST_REFUSAL;
  }

  /** Whether there is anything to judge. */
  boolean hasCredentials() {
    return !tokens.isEmpty() || kid != null || jti != null || sid != null;
  }

  @Override
  public String toString() {
    return "LogEntry[" + time + ", " + request + "]";
  }
}
