package signet.jose.jwks;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers for a while which kids a fresh set lacked; bounded, the oldest goes first. Safe for use
 * by many threads.
 */
final class UnknownKids {
  private static final int MAX_ENTRIES = 1000;
  private static final int MAX_KID_CHARS = 128;
  private static final int MAX_PRINTED_CHARS = 64;

  private final InstantSource clock;
  private final Duration lifetime;
  private final Map<String, Instant> until = new LinkedHashMap<>();

  UnknownKids(InstantSource clock, Duration lifetime) {
    this.clock = clock;
    this.lifetime = lifetime;
  }

  synchronized boolean isKnown(String kid) {
    Instant end = until.get(kid);
    return end != null && clock.instant().isBefore(end);
  }

  synchronized void remember(String kid) {
    if (kid.length() > MAX_KID_CHARS) {
      return;
    }
    until.remove(kid);
    if (until.size() == MAX_ENTRIES) {
      Iterator<String> oldest = until.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    until.put(kid, clock.instant().plus(lifetime));
  }

  /** As it may stand in a log: cut, with anything but the signs of usual kids replaced. */
  static String printable(String kid) {
    String cut = kid.length() > MAX_PRINTED_CHARS ? kid.substring(0, MAX_PRINTED_CHARS) : kid;
    return cut.replaceAll("[^A-Za-z0-9._~+/=:-]", "?") + (cut.length() < kid.length() ? "…" : "");
  }

  synchronized void clear() {
    until.clear();
  }
}
