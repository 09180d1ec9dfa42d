package signet.benchmarks.soak;

/**
 * What became of a request.
 *
 * @param status of HTTP, 0 for {@link Kind#CUT}
 * @param reason the reason of a challenge or the type of a problem; empty if there is none
 */
record Outcome(Kind kind, int status, String reason) {
  /** What a status means. */
  enum Kind {
    OK,
    /** 502, 503 or 504: not now. */
    UNAVAILABLE,
    /** No whole answer came. */
    CUT,
    /** 400, 401, 403 or 409: a decision. */
    REFUSED,
    /** What never should be. */
    WRONG
  }

  static final Outcome CUT = new Outcome(Kind.CUT, 0, "");

  static Outcome of(int status, String reason) {
    Kind kind =
        switch (status) {
          case 502, 503, 504 -> Kind.UNAVAILABLE;
          case 400, 401, 403, 409 -> Kind.REFUSED;
          default -> status / 100 == 2 ? Kind.OK : Kind.WRONG;
        };
    return new Outcome(kind, status, reason);
  }

  boolean is(Kind other) {
    return kind == other;
  }

  /** As in counts. */
  String word() {
    return switch (kind) {
      case OK -> "ok";
      case CUT -> "cut";
      default -> reason.isEmpty() ? Integer.toString(status) : status + " " + reason;
    };
  }
}
