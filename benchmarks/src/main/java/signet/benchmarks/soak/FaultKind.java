package signet.benchmarks.soak;

import java.util.Locale;

/** What can be done to a part. */
enum FaultKind {
  /** SIGKILL, and a new process some time later. */
  KILL,
  /** SIGSTOP for less than a third of the repeat window. */
  PAUSE,
  /** SIGSTOP for longer: an honest client may be logged out by a request that waited. */
  LONG_PAUSE,
  /** All connections are reset, and new ones too. */
  CUT,
  /** Nothing passes, and nobody is told. */
  SILENCE,
  /** Whatever passes takes longer. */
  DELAY,
  /** A new process whose clock is off by less than the skew that verifiers bear. */
  CLOCK,
  /** A new process whose clock is off by more. */
  WRONG_CLOCK;

  /** As in schedules and reports. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
