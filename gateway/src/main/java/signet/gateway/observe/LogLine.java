package signet.gateway.observe;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Writes observations as JSON lines into a buffer. Used by one thread. */
final class LogLine {
  private static final int MAX_VALUE_CHARS = 2_000;

  private final StringBuilder line = new StringBuilder(512);

  /** The line, with its end. */
  byte[] of(Observation seen) {
    line.setLength(0);
    line.append("{\"time\":\"").append(Instant.ofEpochMilli(seen.epochMillis())).append('"');
    member("txn", seen.txn());
    member("trace_id", seen.traceId());
    member("client_addr", seen.clientAddress());
    member("method", seen.method());
    member("path", seen.path());
    member("route", seen.route());
    line.append(",\"status\":").append(seen.status());
    member("reason", seen.reason());
    member("kid", seen.kid().orElse(null));
    member("jti", seen.jti().orElse(null));
    member("sid", seen.sid().orElse(null));
    long micros = seen.nanos() / 1_000;
    line.append(",\"ms\":").append(micros / 1_000).append('.');
    long rest = micros % 1_000;
    line.append(rest < 100 ? "0" : "").append(rest < 10 ? "0" : "").append(rest).append("}\n");
    return line.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void member(String name, @Nullable String value) {
    if (value == null) {
      return;
    }
    line.append(",\"").append(name).append("\":\"");
    int end = Math.min(value.length(), MAX_VALUE_CHARS);
    for (int i = 0; i < end; i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        line.append('\\').append(c);
      } else if (c < 0x20 || c >= 0x7f) {
        line.append(String.format("\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
    line.append('"');
  }
}
