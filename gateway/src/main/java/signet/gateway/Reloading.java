package signet.gateway;

import java.util.ArrayList;
import java.util.List;
import signet.gateway.config.GatewayConfig;

/** What of a configuration is bound at the start, so that a reload cannot change it. */
final class Reloading {
  private Reloading() {}

  /** A line for each part that differs and waits for a restart. */
  static List<String> onlyAtRestart(GatewayConfig first, GatewayConfig now) {
    List<String> lines = new ArrayList<>();
    note(lines, "host, port, workers and tls", first.listen(), now.listen());
    note(lines, "management", first.management(), now.management());
    note(lines, "access-log", first.accessLog(), now.accessLog());
    note(
        lines,
        "limits.header-bytes, head-time and connections",
        List.of(first.limits().headerBytes(), first.limits().head(), first.limits().connections()),
        List.of(now.limits().headerBytes(), now.limits().head(), now.limits().connections()));
    return lines;
  }

  private static void note(List<String> lines, String what, Object before, Object after) {
    if (!before.equals(after)) {
      lines.add("a change of " + what + " takes effect at the next start");
    }
  }
}
