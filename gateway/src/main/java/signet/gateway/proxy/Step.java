package signet.gateway.proxy;

/** One step on the way of a request. Safe for use by many event loops at once. */
interface Step {
  /** What becomes of the request. */
  enum Progress {
    /** The next step is taken at once. */
    NEXT,
    /** This step goes on by itself, and calls {@link Exchange#proceed} when it is done. */
    LATER,
    /** It has been answered, or is being answered. */
    ANSWERED
  }

  /** Takes the step; on the event loop of the request, and without waiting. */
  Progress take(Exchange exchange);
}
