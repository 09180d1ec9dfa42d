package signet.server.session;

/**
 * What becomes of a session when a refresh token with a valid tag is presented: the table of {@code
 * docs/guides/sessions.md} as a pure function. Everything it needs is an argument.
 *
 * @param outcome the row of the table
 * @param next what the session's row holds afterwards; as before where nothing is written
 */
public record RefreshDecision(Outcome outcome, Generations next) {

  /** The rows of the table. */
  public enum Outcome {
    /** The latest token, soon after it was made: it is handed out again, nothing is written. */
    REPEATED,
    /** The latest token: its successor is handed out. */
    ROTATED,
    /** The parent, soon after the latest was handed out: the latest is handed out again. */
    REPEATED_SUCCESSOR,
    /** The parent, later: the reply with the latest was lost, so a new one is handed out. */
    LOST_REPLY,
    /** An older one, soon after a change: a straggler, refused; the session lives. */
    SUPERSEDED,
    /** An older one, later: two parties hold tokens of this session, and it ends. */
    THEFT,
    /** Newer than the latest: the database lost a commit, and the client is followed. */
    ROLLED_BACK,
    /** Newer than the latest, where the operator chose to refuse that. */
    ROLLBACK_REFUSED;

    /** Whether the session's row changes so that tokens go on from it. */
    public boolean writes() {
      return rotates() || this == REPEATED_SUCCESSOR;
    }

    /** Whether a generation comes into being. */
    public boolean rotates() {
      return this == ROTATED || this == LOST_REPLY || this == ROLLED_BACK;
    }

    /** Whether a refresh token is handed out. */
    public boolean grants() {
      return writes() || this == REPEATED;
    }
  }

  /**
   * Decides.
   *
   * @param presented the generation of the token, at least 1
   * @param nowMillis of the database's clock, read together with the state
   */
  public static RefreshDecision of(
      long presented, Generations state, long nowMillis, RefreshRules rules) {
    long windowMillis = rules.repeatWindow().toMillis();
    boolean rotatedRecently = age(state.rotatedAtMillis(), nowMillis) < windowMillis;
    boolean handedRecently = age(state.handedAtMillis(), nowMillis) < windowMillis;
    if (presented == state.gen()) {
      return rotatedRecently
          ? unchanged(Outcome.REPEATED, state)
          : successor(Outcome.ROTATED, state.gen(), state.gen(), nowMillis);
    }
    if (presented > state.gen()) {
      return rules.refuseRollback()
          ? unchanged(Outcome.ROLLBACK_REFUSED, state)
          : successor(Outcome.ROLLED_BACK, presented, presented, nowMillis);
    }
    if (presented == state.parent()) {
      if (handedRecently) {
        return new RefreshDecision(
            Outcome.REPEATED_SUCCESSOR,
            new Generations(state.gen(), state.parent(), state.rotatedAtMillis(), nowMillis));
      }
      return rules.lostReplyIsTheft()
          ? unchanged(Outcome.THEFT, state)
          : successor(Outcome.LOST_REPLY, state.gen(), state.parent(), nowMillis);
    }
    return unchanged(rotatedRecently ? Outcome.SUPERSEDED : Outcome.THEFT, state);
  }

  /** A clock that was set back makes nothing older than it is. */
  private static long age(long thenMillis, long nowMillis) {
    return Math.max(0, nowMillis - thenMillis);
  }

  private static RefreshDecision unchanged(Outcome outcome, Generations state) {
    return new RefreshDecision(outcome, state);
  }

  private static RefreshDecision successor(
      Outcome outcome, long highest, long parent, long nowMillis) {
    return new RefreshDecision(
        outcome, new Generations(Math.addExact(highest, 1), parent, nowMillis, nowMillis));
  }
}
