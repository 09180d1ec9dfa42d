package signet.cli.replay;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A token a line, with or without the scheme before it. */
final class TokenLines implements LogFormat {
  @Override
  public Optional<LogEntry> read(String line) {
    String token = LogFormat.bare(line);
    return token.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new LogEntry(
                null, null, null, null, OptionalInt.empty(), List.of(token), null, null, null));
  }
}
