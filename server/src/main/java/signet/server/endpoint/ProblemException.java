package signet.server.endpoint;

import java.util.HashMap;
import java.util.Map;
import signet.bearer.Challenge;

/** Ends the work on a request with a problem. Has no stack trace, since anybody can cause it. */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Problem problem;
  private final String detail;
  private final transient Map<String, String> headers;

  private ProblemException(Problem problem, String detail, Map<String, String> headers) {
    super(problem.word(), null, false, false);
    this.problem = problem;
    this.detail = detail;
    this.headers = Map.copyOf(headers);
  }

  static ProblemException of(Problem problem) {
    return new ProblemException(problem, "", Map.of());
  }

  /** With a sentence of our own for the developer; nothing from the request may stand in it. */
  static ProblemException of(Problem problem, String detail) {
    return new ProblemException(problem, detail, Map.of());
  }

  /** With the headers of that answer (RFC 6750 §3). */
  ProblemException withHeaders(Challenge challenge) {
    ProblemException all = this;
    for (Challenge.Header header : challenge.headers()) {
      all = all.withHeader(header.name(), header.value());
    }
    return all;
  }

  ProblemException withHeader(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new ProblemException(problem, detail, more);
  }

  Reply reply(String correlationId) {
    return Reply.problem(problem, detail, correlationId).withHeaders(headers);
  }
}
