package signet.server.endpoint;

import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import signet.runtime.address.TrustedProxies;
import signet.server.metrics.Metrics;

/**
 * What every exchange needs of the server around it.
 *
 * @param metrics where answers are counted
 * @param origin under which clients see this server, such as {@code https://id.example}
 * @param proxies who may say from where a request came
 * @param clock what answers are dated by
 */
record Surroundings(
    Vertx vertx, Metrics metrics, String origin, TrustedProxies proxies, InstantSource clock) {
  /** RFC 9110 §5.6.7, IMF-fixdate: the day has two digits, which the JDK's own format lacks. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  /** The time as answers carry it. */
  String date() {
    return DATE.format(clock.instant());
  }

  /** Whether browsers may be told to keep to https. */
  boolean https() {
    return origin.startsWith("https:");
  }
}
