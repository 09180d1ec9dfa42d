package signet.bearer.revocation;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a feed has been read.
 *
 * @param epoch which feed; positions of another epoch mean nothing
 * @param seq the last entry read
 */
record FeedPosition(String epoch, long seq) {
  private static final Pattern FORM = Pattern.compile("([A-Za-z0-9_-]{1,64}):([0-9]{1,18})");

  /** Reads {@code epoch:seq}, the id of an event. */
  static Optional<FeedPosition> parse(String id) {
    Matcher matcher = FORM.matcher(id);
    return matcher.matches()
        ? Optional.of(new FeedPosition(matcher.group(1), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return epoch + ":" + seq;
  }
}
