package signet.server.endpoint;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The place of a request in a trace (W3C Trace Context): the caller's {@code trace-id} where it
 * names one, and a {@code parent-id} of our own, so that no two requests share both.
 */
record TraceContext(String traceId, String spanId) {
  private static final int TRACE_ID_BYTES = 16;
  private static final int SPAN_ID_BYTES = 8;

  // §3.2.2; versions above 00 may have more behind a further dash (§3.2.4), ff is none.
  private static final Pattern TRACEPARENT =
      Pattern.compile("(?!ff)([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.{0,200})?");
  private static final String ZERO_TRACE = "0".repeat(2 * TRACE_ID_BYTES);
  private static final String ZERO_SPAN = "0".repeat(2 * SPAN_ID_BYTES);

  /** The next span of the trace that the {@code traceparent} headers name, or of a new one. */
  static TraceContext next(List<String> headers) {
    String spanId = random(SPAN_ID_BYTES);
    if (headers.size() == 1) {
      Matcher parent = TRACEPARENT.matcher(headers.get(0));
      if (parent.matches() && isKnown(parent)) {
        return new TraceContext(parent.group(2), spanId);
      }
    }
    return new TraceContext(random(TRACE_ID_BYTES), spanId);
  }

  private static boolean isKnown(Matcher parent) {
    boolean plainEnd = parent.group(4) == null;
    return (plainEnd || !parent.group(1).equals("00"))
        && !parent.group(2).equals(ZERO_TRACE)
        && !parent.group(3).equals(ZERO_SPAN);
  }

  private static String random(int bytes) {
    byte[] id = new byte[bytes];
    ThreadLocalRandom.current().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }

  /** Trace and span, as answers, log lines and the record of events have it. */
  String correlationId() {
    return traceId + "-" + spanId;
  }
}
