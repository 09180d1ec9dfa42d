package signet.cli.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import signet.jose.reject.RejectReason;

/** Goes through logs and counts. For one thread. */
final class Audit {
  private static final int EXAMPLES_EACH = 20;
  private static final int MOST_SHARED = 50;

  private final Judge judge;
  private final TokenUse use = new TokenUse();
  private final Timeline timeline = new Timeline();
  private final Map<RejectReason, Long> bad = new EnumMap<>(RejectReason.class);
  private final List<AuditResult.Example> examples = new ArrayList<>();
  private long lines;
  private long unreadable;
  private long anonymous;
  private long refused;
  private long good;
  private long undetermined;

  Audit(Judge judge) {
    this.judge = judge;
  }

  /**
   * Reads a log to its end.
   *
   * @param name of the log, for messages
   * @param chosen how its lines are read; null to find out by the first one
   */
  void read(String name, LineReader reader, @Nullable LogFormat chosen, JsonLines json)
      throws IOException {
    LogFormat format = chosen;
    long number = 0;
    for (String line = reader.next(); line != null; line = reader.next()) {
      number++;
      if (line.isBlank()) {
        continue;
      }
      lines++;
      if (format == null) {
        format = formatOf(line, json);
      }
      Optional<LogEntry> entry = reader.wasCut() ? Optional.empty() : format.read(line);
      if (entry.isEmpty()) {
        unreadable++;
      } else {
        count(name, number, entry.get());
      }
    }
  }

  private static LogFormat formatOf(String line, JsonLines json) {
    if (line.stripLeading().startsWith("{")) {
      return json;
    }
    return CombinedLines.fits(line) ? new CombinedLines() : new TokenLines();
  }

  private void count(String name, long number, LogEntry entry) {
    if (!entry.hasCredentials()) {
      anonymous++;
      return;
    }
    if (entry.isRefused()) {
      refused++;
      mark(entry, false);
      return;
    }
    List<Judge.Verdict> verdicts = judge.judge(entry);
    Judge.Verdict worst = Judge.worst(verdicts);
    if (worst instanceof Judge.Verdict.Bad found) {
      bad.merge(found.reason(), 1L, Long::sum);
      example(found.reason(), name + ":" + number, entry);
    } else if (worst instanceof Judge.Verdict.Good) {
      good++;
    } else {
      undetermined++;
      if (entry.tokens().isEmpty() && entry.jti() != null) {
        // The name comes from whoever wrote the log, not from the request.
        use.saw(entry.jti(), entry.address(), entry.agent());
      }
    }
    verdicts.forEach(verdict -> use(verdict, entry));
    mark(entry, worst instanceof Judge.Verdict.Bad);
  }

  private void use(Judge.Verdict verdict, LogEntry entry) {
    if (verdict instanceof Judge.Verdict.Good holds) {
      holds.jwt().jwtId().ifPresent(jti -> use.saw(jti, entry.address(), entry.agent()));
    }
  }

  private void mark(LogEntry entry, boolean isBad) {
    if (entry.time() != null) {
      timeline.saw(entry.time(), isBad);
    }
  }

  private void example(RejectReason reason, String place, LogEntry entry) {
    if (bad.getOrDefault(reason, 0L) <= EXAMPLES_EACH) {
      examples.add(new AuditResult.Example(reason, place, entry));
    }
  }

  /** What was found so far. */
  AuditResult result(List<String> unknowns) {
    return new AuditResult(
        lines,
        unreadable,
        anonymous,
        refused,
        good,
        undetermined,
        bad,
        examples,
        use.shared(MOST_SHARED),
        use.hasForgotten(),
        timeline.stretches(),
        unknowns);
  }
}
