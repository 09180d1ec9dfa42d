package signet.cli.replay;

import java.util.List;
import java.util.Map;
import signet.jose.reject.RejectReason;

/**
 * What an audit found.
 *
 * @param lines read
 * @param unreadable of them that are no entries
 * @param anonymous without a token or its names
 * @param refused turned away, so not judged
 * @param good whose token held at that time
 * @param undetermined of which nothing can be said
 * @param bad how many should not have been accepted, by reason
 * @param examples the first few of each reason
 * @param shared tokens from several places
 * @param sharedIsPartial whether there were too many tokens to know all of them
 * @param timeline over time
 * @param unknowns what was not looked at, and what it would need
 */
record AuditResult(
    long lines,
    long unreadable,
    long anonymous,
    long refused,
    long good,
    long undetermined,
    Map<RejectReason, Long> bad,
    List<Example> examples,
    List<TokenUse.Shared> shared,
    boolean sharedIsPartial,
    List<Timeline.Stretch> timeline,
    List<String> unknowns) {

  /**
   * One request that should not have been accepted.
   *
   * @param reason why
   * @param place file and line
   * @param entry what the log says
   */
  record Example(RejectReason reason, String place, LogEntry entry) {}

  long badCount() {
    return bad.values().stream().mapToLong(Long::longValue).sum();
  }
}
