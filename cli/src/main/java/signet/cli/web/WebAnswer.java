package signet.cli.web;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import signet.jose.jwt.JwtClaims;

/**
 * What an address answered.
 *
 * @param uri the address
 * @param status the HTTP status
 * @param headers the answer's headers
 * @param body the body as text
 * @param tls the connection's, where it had one
 */
public record WebAnswer(
    URI uri, int status, HttpHeaders headers, String body, Optional<SSLSession> tls) {
  /** The other clock by the header {@code Date}; empty where it has none that can be read. */
  public Optional<Instant> date() {
    return headers
        .firstValue("Date")
        .flatMap(
            text -> {
              try {
                return Optional.of(
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
              } catch (DateTimeException e) {
                // No date is no reading.
                return Optional.empty();
              }
            });
  }

  /** By how much the other clock is ahead of this one, which shows {@code now}. */
  public Optional<Duration> clockAhead(Instant now) {
    return date().map(there -> Duration.between(now, there));
  }

  /**
   * The body as a strict JSON object.
   *
   * @throws IOException if the status is not 200 or the body is none
   */
  public JwtClaims json() throws IOException {
    if (status != 200) {
      throw new IOException("it answered " + status);
    }
    try {
      return JwtClaims.parse(body);
    } catch (IllegalArgumentException e) {
      throw new IOException("the answer is no strict JSON object", e);
    }
  }

  @Override
  public String toString() {
    return "WebAnswer[" + uri + " " + status + "]";
  }
}
