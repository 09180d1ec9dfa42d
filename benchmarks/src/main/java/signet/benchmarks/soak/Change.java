package signet.benchmarks.soak;

/**
 * Something that takes tokens out of force: a logout, a role change, a leaked key. It counts for
 * sure from its acknowledgement on, and perhaps from when it was first sent. Safe for use by many
 * threads.
 */
final class Change {
  private final String what;
  private final long sentNanos;
  private volatile long ackedNanos = Long.MAX_VALUE;

  Change(String what, long sentNanos) {
    this.what = what;
    this.sentNanos = sentNanos;
  }

  String what() {
    return what;
  }

  long sentNanos() {
    return sentNanos;
  }

  /** When its answer was there; {@link Long#MAX_VALUE} as long as none is. */
  long ackedNanos() {
    return ackedNanos;
  }

  void acknowledge(long answeredNanos) {
    ackedNanos = Math.min(ackedNanos, answeredNanos);
  }

  boolean isSureAt(long nanos) {
    return ackedNanos <= nanos;
  }

  boolean isPossibleAt(long nanos) {
    return sentNanos <= nanos;
  }
}
